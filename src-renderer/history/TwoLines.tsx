import classes from './TwoLines.module.css';

const WIDTH = 240;
const HEIGHT = 64;
const EDGE = 2;

/** The line breaks off where there is no value; a value alone is a short dash. */
function pathOf(values: readonly (number | null)[], max: number): string {
  const step = (WIDTH - 2 * EDGE) / Math.max(1, values.length - 1);
  const at = (value: number) => (HEIGHT - EDGE - (value / max) * (HEIGHT - 2 * EDGE)).toFixed(1);
  const known = (index: number) => values[index] ?? null;
  return values
    .map((value, index) => {
      if (value === null) return '';
      const x = EDGE + index * step;
      if (known(index - 1) !== null) return `L${x.toFixed(1)} ${at(value)}`;
      const alone = known(index + 1) === null ? `M${Math.max(EDGE, x - step / 2).toFixed(1)} ${at(value)}h${(step / 2).toFixed(1)}` : null;
      return alone ?? `M${x.toFixed(1)} ${at(value)}`;
    })
    .join('');
}

interface TwoLinesProps {
  values: readonly (number | null)[];
  /** Drawn dashed. */
  others: readonly (number | null)[];
  label: string;
}

/** Two lines on the same axes. */
export function TwoLines({ values, others, label }: TwoLinesProps) {
  const max = Math.max(1, ...[...values, ...others].map((value) => value ?? 0));
  return (
    <svg className={classes['chart']} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
      <path className={classes['other']} d={pathOf(others, max)} />
      <path className={classes['line']} d={pathOf(values, max)} />
    </svg>
  );
}
