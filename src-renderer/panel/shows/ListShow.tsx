import { cellAt, columnAt, columnOr, holdsText, holdsTimes, textOf, timeOf } from '../data/cells.ts';
import { cellWords } from '../data/cell-words.ts';
import { Ago } from '../../ui/Ago.tsx';
import type { ShowProps } from './show-props.ts';
import classes from './shows.module.css';

/** More lines than this are for a table. */
const MOST_LINES = 500;

/** A line or two for each row, with its time. */
export function ListShow({ show, data, changed }: ShowProps<'list'>) {
  const { columns, rows } = data;
  const titleAt = Math.max(0, columnOr(columns, show.title, holdsText));
  const timeAt = columnOr(columns, show.time, holdsTimes);
  const detailAt = columnAt(columns, show.detail);
  return (
    <ol className={classes['list']} data-testid="show-list" tabIndex={0} aria-label="List">
      {rows.slice(0, MOST_LINES).map((row, index) => {
        const time = timeAt < 0 ? null : timeOf(cellAt(row, timeAt));
        return (
          <li key={index}>
            <span className={classes['listMain']} data-changed={changed.has(`${index} ${titleAt}`) || changed.has(`${index} ${detailAt}`)}>
              <span>{textOf(cellAt(row, titleAt)) || '–'}</span>
              {detailAt >= 0 && <small>{cellWords(cellAt(row, detailAt), columns[detailAt]?.type ?? 'text')}</small>}
            </span>
            {time !== null && (
              <small className={classes['listTime']}>
                <Ago iso={new Date(time).toISOString()} />
              </small>
            )}
          </li>
        );
      })}
    </ol>
  );
}
