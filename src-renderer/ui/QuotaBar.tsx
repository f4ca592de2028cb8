import type { QuotaUse } from '../../src-preload/contract/index.ts';
import { countWords, numberWords } from './format.ts';
import classes from './QuotaBar.module.css';
import { quotaName } from './quota-words.ts';

/** How much of one quota window is used, and which part of it is kept for manual refreshes (hatched). */
export function QuotaBar({ use }: { use: QuotaUse }) {
  const percentOf = (calls: number) => Math.min(100, (calls / use.limit) * 100);
  const used = percentOf(use.used);
  const reserved = Math.min(100 - used, percentOf(use.reserved));
  const words = `${numberWords(use.used)} of ${countWords(use.limit, use.unit)} used, ${quotaName(use)}; ${numberWords(use.reserved)} kept for when you ask`;
  return (
    <div
      className={classes['bar']}
      role="meter"
      aria-label={words}
      aria-valuemin={0}
      aria-valuemax={use.limit}
      aria-valuenow={Math.min(use.used, use.limit)}
      title={words}
      data-spent={use.remaining <= 0}
      data-tight={use.remaining <= use.reserved}
    >
      <div className={classes['used']} style={{ width: `${used}%` }} />
      <div className={classes['reserved']} style={{ width: `${reserved}%` }} />
    </div>
  );
}
