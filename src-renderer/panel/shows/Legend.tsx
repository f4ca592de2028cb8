import { UnstyledButton } from '@mantine/core';
import classes from '../chart/Chart.module.css';

interface LegendProps {
  names: readonly string[];
  /** One for each name. */
  colors: readonly string[];
  hidden: ReadonlySet<string>;
  onToggle: (name: string) => void;
}

/** The names of the lines with their colours; a press takes a line away or brings it back. */
export function Legend({ names, colors, hidden, onToggle }: LegendProps) {
  return (
    <ul className={classes['legend']} aria-label="Series">
      {names.map((name, index) => (
        <li key={name}>
          <UnstyledButton
            onClick={() => onToggle(name)}
            aria-pressed={!hidden.has(name)}
            title={hidden.has(name) ? `Show ${name}` : `Hide ${name}`}
          >
            <span className={classes['swatch']} style={{ background: colors[index] }} aria-hidden />
            {name}
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}
