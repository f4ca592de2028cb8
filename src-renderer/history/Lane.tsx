import { memo } from 'react';
import type { Refresh } from '../../src-preload/contract/index.ts';
import { useFreshet } from '../bridge/store.ts';
import { hrefOf } from '../shell/route.ts';
import { countWords, timeWords } from '../ui/format.ts';
import { OutcomeTick } from '../ui/OutcomeTick.tsx';
import { resultWords } from '../ui/refresh-words.ts';
import type { TimeSpan } from './idle-spans.ts';
import classes from './Lanes.module.css';

interface LaneProps {
  id: string;
  refreshes: readonly Refresh[] | undefined;
  shown: TimeSpan;
}

export const Lane = memo(function Lane({ id, refreshes = [], shown }: LaneProps) {
  const name = useFreshet((state) => state.sources.get(id)?.name ?? id);
  const length = shown.toMs - shown.fromMs;
  const ticks = refreshes
    .map((refresh) => ({ refresh, at: ((Date.parse(refresh.startedAt) - shown.fromMs) / length) * 100 }))
    .filter(({ at }) => at >= 0 && at <= 100);
  return (
    <div className={classes['lane']}>
      <a className={classes['label']} href={hrefOf({ screen: 'source', id, tab: 'refreshes' })} title={name}>
        {name}
      </a>
      <div className={classes['track']} role="img" aria-label={`${name}: ${countWords(ticks.length, 'refresh', 'refreshes')}`}>
        {ticks.map(({ refresh, at }) => (
          <span key={refresh.id} className={classes['tick']} style={{ left: `${at}%` }}>
            <OutcomeTick outcome={refresh.outcome} title={`${timeWords(refresh.startedAt)} ${resultWords(refresh)}`} decorative />
          </span>
        ))}
      </div>
    </div>
  );
});
