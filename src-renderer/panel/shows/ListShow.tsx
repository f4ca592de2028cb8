import { cellAt, columnAt, columnOr, holdsText, holdsTimes, textOf, timeOf } from '../data/cells.ts';
import { cellWords } from '../data/cell-words.ts';
import { Ago } from '../../ui/Ago.tsx';
import { absoluteTime, timeWords } from '../../ui/format.ts';
import { useNow } from '../../ui/use-now.ts';
import type { ShowProps } from './show-props.ts';
import classes from './shows.module.css';

/** More lines than this are for a table. */
const MOST_LINES = 500;

const MINUTE_MS = 60_000;

/** How long ago, or when, of what is still to come. */
function Moment({ atMs }: { atMs: number }) {
  const iso = new Date(atMs).toISOString();
  const now = useNow(MINUTE_MS);
  if (atMs <= now) return <Ago iso={iso} />;
  return (
    <time dateTime={iso} title={absoluteTime(iso)}>
      {timeWords(iso)}
    </time>
  );
}

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
                <Moment atMs={time} />
              </small>
            )}
          </li>
        );
      })}
    </ol>
  );
}
