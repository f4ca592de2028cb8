import type { SourceStatus } from '../../src-preload/contract/index.ts';
import { absoluteTime } from './format.ts';
import { outcomeName } from './outcome.ts';
import { OutcomeTick } from './OutcomeTick.tsx';
import classes from './RecentTicks.module.css';

function summary(recent: SourceStatus['recent']): string {
  const counts = new Map<string, number>();
  for (const { outcome } of recent) {
    const name = outcomeName(outcome).toLowerCase();
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const parts = [...counts].map(([name, count]) => `${count} ${name}`);
  return parts.length === 0 ? 'No refreshes yet' : `Last ${recent.length} refreshes: ${parts.join(', ')}`;
}

/** The last refreshes of a source, the newest on the right. */
export function RecentTicks({ recent }: { recent: SourceStatus['recent'] }) {
  return (
    <span className={classes['ticks']} role="img" aria-label={summary(recent)}>
      {recent.map((refresh) => (
        <OutcomeTick key={refresh.id} outcome={refresh.outcome} title={absoluteTime(refresh.at)} decorative />
      ))}
    </span>
  );
}
