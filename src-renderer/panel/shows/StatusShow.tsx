import { cellAt, columnAt, columnOr, holdsText, numberOf, textOf } from '../data/cells.ts';
import { cellWords } from '../data/cell-words.ts';
import { statusTone } from '../data/status-tone.ts';
import { Flash } from './Flash.tsx';
import type { ShowProps } from './show-props.ts';
import classes from './shows.module.css';
import { ToneMark } from './ToneMark.tsx';

/** A tile for each row: its name, its state in words, and the tone of that as a shape. */
export function StatusShow({ show, data }: ShowProps<'status'>) {
  const nameAt = Math.max(0, columnOr(data.columns, show.name, holdsText));
  const asked = columnAt(data.columns, show.state);
  const stateAt = asked >= 0 ? asked : data.columns.findIndex((_column, index) => index !== nameAt);
  const type = data.columns[stateAt]?.type ?? 'empty';
  return (
    <ul className={classes['tiles']} data-testid="show-status">
      {data.rows.map((row, index) => {
        const name = textOf(cellAt(row, nameAt));
        const state = stateAt < 0 ? null : cellAt(row, stateAt);
        const tone = statusTone(state, numberOf(state), show.thresholds);
        const words = stateAt < 0 ? '' : cellWords(state, type, show.unit);
        return (
          <li key={`${name} ${index}`} className={classes['tile']} data-tone={tone ?? undefined}>
            <span className={classes['tileName']} title={name}>
              {tone !== null && <ToneMark tone={tone} />}
              {name}
            </span>
            <strong>
              <Flash value={words}>{words}</Flash>
            </strong>
          </li>
        );
      })}
    </ul>
  );
}
