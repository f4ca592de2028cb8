import { useId } from 'react';
import { dayWords, numberWords } from '../ui/format.ts';
import type { ChartGeometry } from './chart-geometry.ts';
import classes from './Savings.module.css';

/** Half the width of the mark of a refusal. */
const MARK = 4;

interface SavingsBarsProps {
  chart: ChartGeometry;
  left: number;
  height: number;
}

/** What is drawn of the chart. What it says is said by the days over it and by the table. */
export function SavingsBars({ chart, left, height }: SavingsBarsProps) {
  const hatch = useId();
  const { scale, base, top, right, gaps, bars, outline, refusals, names } = chart;
  return (
    <svg className={classes['svg']} height={height} aria-hidden="true" data-testid="savings-bars">
      <defs>
        <pattern id={hatch} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line className={classes['hatch']} x1="0" y1="0" x2="0" y2="4" />
        </pattern>
      </defs>
      {gaps.map(({ x, width }) => (
        <rect key={x} className={classes['gap']} x={x} y={top} width={width} height={base - top} data-testid="savings-gap" />
      ))}
      {scale.map(({ value, y }) => (
        <g key={value}>
          <line className={classes['grid']} x1={left} x2={right} y1={y} y2={y} />
          <text className={classes['words']} x={left - 8} y={y} textAnchor="end" dominantBaseline="middle">
            {numberWords(value)}
          </text>
        </g>
      ))}
      {bars.map(
        (bar) =>
          bar !== null && (
            <g key={bar.x} data-testid="savings-bar">
              <rect className={classes['brought']} x={bar.x} width={bar.width} y={bar.brought.y} height={bar.brought.height} />
              {bar.notModified.height > 0 && (
                <rect
                  className={classes['not-modified']}
                  fill={`url(#${hatch})`}
                  x={bar.x}
                  width={bar.width}
                  y={bar.notModified.y}
                  height={bar.notModified.height}
                />
              )}
            </g>
          ),
      )}
      {outline !== '' && <path className={classes['outline']} d={outline} />}
      {refusals.map(({ day, x, y }) => (
        <path key={day} className={classes['refusal']} d={`M${x} ${y - MARK}l${MARK} ${MARK}l-${MARK} ${MARK}l-${MARK} -${MARK}z`} />
      ))}
      {names.map(({ day, x, anchor }) => (
        <text key={day} className={classes['words']} x={x} y={height - 4} textAnchor={anchor}>
          {dayWords(day)}
        </text>
      ))}
    </svg>
  );
}
