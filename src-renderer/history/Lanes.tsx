import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { Outcome } from '../../src-preload/contract/index.ts';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Loading } from '../ui/Loading.tsx';
import { OutcomeTick } from '../ui/OutcomeTick.tsx';
import { outcomes } from '../ui/outcome.ts';
import { useNow } from '../ui/use-now.ts';
import type { TimeSpan } from './idle-spans.ts';
import classes from './Lanes.module.css';
import { LanesChart } from './LanesChart.tsx';
import { useIdle } from './use-idle.ts';
import { useSpan } from './use-span.ts';

const HOUR_MS = 3_600_000;
const lengths = [
  { value: String(6 * HOUR_MS), label: '6 h' },
  { value: String(24 * HOUR_MS), label: '24 h' },
  { value: String(7 * 24 * HOUR_MS), label: '7 days' },
];

interface LanesProps {
  sourceId: string | null;
  outcome: Outcome | null;
}

function Legend() {
  return (
    <div className={classes['legend']} aria-label="Legend">
      {outcomes.map((outcome) => (
        <OutcomeTick key={outcome} outcome={outcome} words />
      ))}
      <span className={classes['legend-idle']}>
        <span className={classes['swatch']} aria-hidden />
        Nobody looked
      </span>
    </div>
  );
}

/** A lane per source over time. */
export function Lanes({ sourceId, outcome }: LanesProps) {
  const [length, setLength] = useState(String(24 * HOUR_MS));
  const [zoom, setZoom] = useState<TimeSpan | null>(null);
  const now = useNow(15_000);
  const [span, retry] = useSpan(Number(length), sourceId, outcome);
  const idle = useIdle(sourceId, now);
  const shown = zoom ?? { fromMs: now - Number(length), toMs: now };
  return (
    <section className={classes['card']} aria-label="Refreshes over time">
      <div className={classes['tools']}>
        <SegmentedControl
          size="xs"
          data={lengths}
          value={length}
          onChange={(value) => {
            setLength(value);
            setZoom(null);
          }}
          aria-label="How far back"
        />
        {zoom === null ? (
          <span className={classes['hint']}>Drag across the lanes to zoom in</span>
        ) : (
          <Button size="compact-sm" variant="default" onClick={() => setZoom(null)}>
            Whole span
          </Button>
        )}
      </div>
      {span.state === 'loading' && <Loading words="Loading the history" />}
      {span.state === 'failed' && <ErrorState error={span.error} onRetry={retry} />}
      {span.state === 'ready' && (
        <>
          <LanesChart refreshes={span.data.refreshes} sourceId={sourceId} idle={idle} shown={shown} onZoom={setZoom} />
          {span.data.cut && <p className={classes['hint']}>The oldest refreshes of this span are not drawn: there are more than 5,000.</p>}
        </>
      )}
      <Legend />
    </section>
  );
}
