import { useId } from 'react';
import classes from './Savings.module.css';

interface SavingsLegendProps {
  withFixed: boolean;
  hasGaps: boolean;
}

/** What the shapes of the chart mean. */
export function SavingsLegend({ withFixed, hasGaps }: SavingsLegendProps) {
  const hatch = useId();
  return (
    <ul className={classes['legend']} aria-label="Legend">
      <li>
        <svg width="12" height="12" aria-hidden="true">
          <rect className={classes['brought']} width="12" height="12" />
        </svg>
        Calls made
      </li>
      <li>
        <svg width="12" height="12" aria-hidden="true">
          <defs>
            <pattern id={hatch} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <line className={classes['hatch']} x1="0" y1="0" x2="0" y2="4" />
            </pattern>
          </defs>
          <rect className={classes['not-modified']} fill={`url(#${hatch})`} width="12" height="12" />
        </svg>
        Nothing new (304)
      </li>
      {withFixed && (
        <li>
          <svg width="20" height="12" aria-hidden="true">
            <path className={classes['outline']} d="M0 6H20" />
          </svg>
          Fixed polling
        </li>
      )}
      <li>
        <svg width="12" height="12" aria-hidden="true">
          <path className={classes['refusal']} d="M6 2l4 4l-4 4l-4 -4z" />
        </svg>
        Refused by quota
      </li>
      {hasGaps && (
        <li>
          <svg width="12" height="12" aria-hidden="true">
            <rect className={classes['gap']} width="12" height="12" />
          </svg>
          Nothing counted
        </li>
      )}
    </ul>
  );
}
