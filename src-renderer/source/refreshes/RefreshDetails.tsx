import type { Refresh } from '../../../src-preload/contract/index.ts';
import { countWords } from '../../ui/format.ts';
import classes from '../source.module.css';

export function RefreshDetails({ refresh }: { refresh: Refresh }) {
  const { failure, note, rejected } = refresh;
  return (
    <div className={classes['details']}>
      {failure !== null && (
        <p>
          <strong>{failure.message}</strong> {failure.advice}
        </p>
      )}
      {note !== null && <p>{note}</p>}
      {rejected.length > 0 && (
        <ul>
          {rejected.map((each) => (
            <li key={each.reason}>
              {countWords(each.count, 'record')} not taken: {each.reason}. For example <code>{each.example}</code>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
