import { useMemo } from 'react';
import type { Refresh } from '../../src-preload/contract/index.ts';
import { useFreshet } from '../bridge/store.ts';
import { timeWords } from '../ui/format.ts';
import { BrushLayer } from './BrushLayer.tsx';
import type { TimeSpan } from './idle-spans.ts';
import { Lane } from './Lane.tsx';
import classes from './Lanes.module.css';

const MAX_LANES = 100;

interface LanesChartProps {
  refreshes: readonly Refresh[];
  sourceId: string | null;
  idle: readonly TimeSpan[];
  shown: TimeSpan;
  onZoom: (span: TimeSpan) => void;
}

export function LanesChart({ refreshes, sourceId, idle, shown, onZoom }: LanesChartProps) {
  const order = useFreshet((state) => state.order);
  const bySource = useMemo(() => Map.groupBy(refreshes, (refresh) => refresh.sourceId), [refreshes]);
  const ids = sourceId === null ? order : [sourceId];
  const length = shown.toMs - shown.fromMs;
  const percentAt = (ms: number) => ((ms - shown.fromMs) / length) * 100;
  const marks = [0, 0.25, 0.5, 0.75, 1].map((part) => new Date(shown.fromMs + part * length).toISOString());
  return (
    <div data-testid="lanes">
      <div className={classes['chart']}>
        <div className={classes['lanes']}>
          <div className={classes['back']}>
            {idle.map(({ fromMs, toMs }) => {
              const left = Math.max(0, percentAt(fromMs));
              const right = Math.min(100, percentAt(toMs));
              return right <= left ? null : (
                <div
                  key={fromMs}
                  className={classes['idle']}
                  style={{ left: `${left}%`, width: `${right - left}%` }}
                  title="Nobody looked"
                />
              );
            })}
          </div>
          {ids.slice(0, MAX_LANES).map((id) => (
            <Lane key={id} id={id} refreshes={bySource.get(id)} shown={shown} />
          ))}
          <BrushLayer shown={shown} onZoom={onZoom} />
        </div>
      </div>
      {ids.length > MAX_LANES && (
        <p className={classes['hint']}>The first {MAX_LANES} sources are drawn. Choose one above to see another.</p>
      )}
      <div className={classes['axis']}>
        <span />
        <div className={classes['times']}>
          {marks.map((iso) => (
            <span key={iso}>{timeWords(iso)}</span>
          ))}
        </div>
      </div>
    </div>
  );
}
