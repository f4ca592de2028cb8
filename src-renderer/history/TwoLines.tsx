import classes from './TwoLines.module.css';

const WIDTH = 240;
const HEIGHT = 64;
const EDGE = 2;

function pathOf(values: readonly number[], max: number): string {
  const step = (WIDTH - 2 * EDGE) / Math.max(1, values.length - 1);
  const at = (value: number) => HEIGHT - EDGE - (value / max) * (HEIGHT - 2 * EDGE);
  const points = values.length === 1 ? [...values, ...values] : values;
  const width = values.length === 1 ? WIDTH - 2 * EDGE : step;
  return points.map((value, index) => `${index === 0 ? 'M' : 'L'}${(EDGE + index * width).toFixed(1)} ${at(value).toFixed(1)}`).join('');
}

interface TwoLinesProps {
  values: readonly number[];
  /** Drawn dashed. */
  others: readonly number[];
  label: string;
}

/** Two lines on the same axes. */
export function TwoLines({ values, others, label }: TwoLinesProps) {
  const max = Math.max(1, ...values, ...others);
  return (
    <svg className={classes['chart']} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
      <path className={classes['other']} d={pathOf(others, max)} />
      <path className={classes['line']} d={pathOf(values, max)} />
    </svg>
  );
}
