import { useState } from 'react';
import type { PointerEvent } from 'react';
import type { TimeSpan } from './idle-spans.ts';
import classes from './Lanes.module.css';

/** Shorter drags are clicks. */
const MIN_SHARE = 0.01;

interface BrushLayerProps {
  shown: TimeSpan;
  onZoom: (span: TimeSpan) => void;
}

function shareAt(event: PointerEvent<HTMLElement>): number {
  const box = event.currentTarget.getBoundingClientRect();
  return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
}

/** Dragging across the lanes zooms in on what was dragged over. */
export function BrushLayer({ shown, onZoom }: BrushLayerProps) {
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const low = drag === null ? 0 : Math.min(drag.from, drag.to);
  const high = drag === null ? 0 : Math.max(drag.from, drag.to);
  return (
    <div
      className={classes['layer']}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: shareAt(event), to: shareAt(event) });
      }}
      onPointerMove={(event) => {
        if (drag !== null) setDrag({ from: drag.from, to: shareAt(event) });
      }}
      onPointerCancel={() => setDrag(null)}
      onPointerUp={() => {
        setDrag(null);
        const length = shown.toMs - shown.fromMs;
        if (high - low > MIN_SHARE) onZoom({ fromMs: shown.fromMs + low * length, toMs: shown.fromMs + high * length });
      }}
    >
      {drag !== null && <div className={classes['selection']} style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }} />}
    </div>
  );
}
