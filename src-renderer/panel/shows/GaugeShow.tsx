import { columnOr, cellAt, holdsNumbers, numberOf } from '../data/cells.ts';
import { toneOf } from '../data/thresholds.ts';
import { scaleWords, unitWords } from '../data/unit-words.ts';
import { Flash } from './Flash.tsx';
import type { ShowProps } from './show-props.ts';
import classes from './shows.module.css';
import { ToneMark } from './ToneMark.tsx';

const RADIUS = 80;

/** The point of the half circle at a share of the way from left to right. */
function pointAt(share: number, radius: number): string {
  const angle = Math.PI * (1 - share);
  return `${(100 + radius * Math.cos(angle)).toFixed(2)} ${(100 - radius * Math.sin(angle)).toFixed(2)}`;
}

const arc = (from: number, to: number) => `M ${pointAt(from, RADIUS)} A ${RADIUS} ${RADIUS} 0 0 1 ${pointAt(to, RADIUS)}`;

/** A value between two ends, on a half circle with a mark at each threshold. */
export function GaugeShow({ show, data }: ShowProps<'gauge'>) {
  const at = columnOr(data.columns, show.value, holdsNumbers);
  const value = numberOf(cellAt(data.rows[0], at >= 0 ? at : 0));
  const shareOf = (number: number) => Math.max(0, Math.min(1, (number - show.min) / (show.max - show.min || 1)));
  const tone = toneOf(value, show.thresholds);
  const words = value === null ? '–' : unitWords(value, show.unit);
  return (
    <div className={classes['gauge']} data-testid="show-gauge">
      <div className={classes['dial']}>
        <svg
          viewBox="0 0 200 116"
          role="meter"
          aria-valuenow={value ?? show.min}
          aria-valuemin={show.min}
          aria-valuemax={show.max}
          aria-label="Gauge"
          aria-valuetext={words}
        >
          <path className={classes['track']} d={arc(0, 1)} />
          {value !== null && shareOf(value) > 0 && (
            <path className={classes['filled']} data-tone={tone ?? undefined} d={arc(0, shareOf(value))} />
          )}
          {show.thresholds.map(({ from, tone: mark }) => (
            <path
              key={from}
              className={classes['notch']}
              data-tone={mark}
              d={`M ${pointAt(shareOf(from), RADIUS - 9)} L ${pointAt(shareOf(from), RADIUS + 9)}`}
            />
          ))}
          <text x={100 - RADIUS} y={114} textAnchor="middle" className={classes['end']} children={scaleWords(show.min, show.unit)} />
          <text x={100 + RADIUS} y={114} textAnchor="middle" className={classes['end']} children={scaleWords(show.max, show.unit)} />
        </svg>
        <div className={classes['reading']}>
          {tone !== null && <ToneMark tone={tone} size={16} />}
          <strong>
            <Flash value={words}>{words}</Flash>
          </strong>
        </div>
      </div>
    </div>
  );
}
