import type { QuotaUse } from '../../src-preload/contract/index.ts';
import { absoluteTime, countWords, numberWords, timeWords } from '../ui/format.ts';
import { perWords } from '../ui/quota-words.ts';
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
  return (
    <div className={classes['line']}>
      <span className={classes['per']}>
        {perWords(shown.per)}
        <small>{shown.learned ? 'told by the server' : shown.align === 'sliding' ? 'sliding' : 'by the clock, UTC'}</small>
      </span>
      <QuotaBar use={shown} />
      <span className={classes['numbers']}>
        <strong>{numberWords(shown.used)}</strong> of {numberWords(shown.limit)} · {countWords(free, 'call')} left
        {shown.reserved > 0 && `, ${numberWords(Math.min(shown.reserved, shown.remaining))} more kept for you`}
      </span>
      <span className={classes['reset']} title={shown.resetsAt === null ? undefined : absoluteTime(shown.resetsAt)}>
        {resetWords(shown)}
      </span>
    </div>
  );
}
