import type { QuotaUse } from '../../src-preload/contract/index.ts';
import { absoluteTime, numberWords, timeWords } from '../ui/format.ts';
import { amountWords, forecastWords, perWords, spentMoneyWords, spreadWords } from '../ui/quota-words.ts';
import { QuotaBar } from '../ui/QuotaBar.tsx';
import { useNow } from '../ui/use-now.ts';
import classes from './QuotasScreen.module.css';

function resetWords({ align, resetsAt }: QuotaUse): string {
  if (resetsAt === null) return align === 'sliding' ? 'none used' : 'unused';
  return `${align === 'sliding' ? 'next call back' : 'resets'} at ${timeWords(resetsAt)}`;
}

/** One window: how much is used, what is kept, and when it starts again. */
export function QuotaLine({ use }: { use: QuotaUse }) {
  const now = useNow(1_000);
  // A window that has run out counts from nothing again, also before the engine has said so.
  const over = use.align === 'clock' && use.resetsAt !== null && Date.parse(use.resetsAt) <= now;
  const shown = over ? { ...use, used: 0, remaining: use.limit, resetsAt: null } : use;
  const free = Math.max(0, shown.remaining - shown.reserved);
  const kept = Math.min(shown.reserved, shown.remaining);
  const written = (amount: number) => (shown.budget && shown.price !== null ? amountWords(shown, amount) : numberWords(amount));
  const more = [spentMoneyWords(shown), spreadWords(shown), over ? null : forecastWords(shown)].filter((each) => each !== null);
  return (
    <div className={classes['line']}>
      <span className={classes['per']}>
        {shown.budget ? 'Budget of the month' : perWords(shown.per)}
        <small>{shown.learned ? 'told by the server' : shown.align === 'sliding' ? 'sliding' : `by the clock, ${shown.timeZone}`}</small>
      </span>
      <QuotaBar use={shown} />
      <span className={classes['numbers']}>
        <strong>{written(shown.used)}</strong> of {written(shown.limit)} · {amountWords(shown, free)} left
        {shown.reserved > 0 && `, ${written(kept)} more kept for you`}
        {more.length > 0 && <small>{more.join(' · ')}</small>}
      </span>
      <span className={classes['reset']} title={shown.resetsAt === null ? undefined : absoluteTime(shown.resetsAt)}>
        {resetWords(shown)}
      </span>
    </div>
  );
}
