import { IconChevronRight } from '@tabler/icons-react';
import { memo } from 'react';
import type { Refresh } from '../../../src-preload/contract/index.ts';
import { absoluteTime, bytesWords, numberWords, exactTimeWords } from '../../ui/format.ts';
import { OutcomeTick } from '../../ui/OutcomeTick.tsx';
import { tookWords, triggerWords } from '../../ui/refresh-words.ts';
import classes from '../source.module.css';
import { callWords } from './merge-refreshes.ts';
import { RefreshDetails } from './RefreshDetails.tsx';

interface RefreshRowProps {
  refresh: Refresh;
  open: boolean;
  onToggle: (id: string) => void;
}

const count = (n: number) => (n === 0 ? <span className={classes['faint']}>0</span> : numberWords(n));

/** One refresh in a line; unfolded, why records were rejected and what went wrong. */
export const RefreshRow = memo(function RefreshRow({ refresh, open, onToggle }: RefreshRowProps) {
  const { counts } = refresh;
  const has = refresh.rejected.length > 0 || refresh.failure !== null || refresh.note !== null;
  const detailsId = `refresh-${refresh.id}`;
  return (
    <>
      <tr data-testid="refresh-row" data-id={refresh.id} data-outcome={refresh.outcome ?? 'running'}>
        <td>
          {has ? (
            <button
              type="button"
              className={classes['unfold']}
              aria-expanded={open}
              aria-controls={detailsId}
              aria-label={`Details of the refresh at ${exactTimeWords(refresh.startedAt)}`}
              onClick={() => onToggle(refresh.id)}
            >
              <IconChevronRight size={16} stroke={1.6} aria-hidden />
            </button>
          ) : null}
        </td>
        <td title={absoluteTime(refresh.startedAt)}>{exactTimeWords(refresh.startedAt)}</td>
        <td>{triggerWords(refresh.trigger)}</td>
        <td>
          <OutcomeTick outcome={refresh.outcome} words />
        </td>
        <td>{callWords(refresh)}</td>
        <td className={classes['number']}>{count(counts.added)}</td>
        <td className={classes['number']}>{count(counts.updated)}</td>
        <td className={classes['number']}>{count(counts.unchanged)}</td>
        <td className={classes['number']}>{count(counts.rejected)}</td>
        <td className={classes['number']}>{tookWords(refresh)}</td>
        <td className={classes['number']}>{bytesWords(refresh.bytes)}</td>
      </tr>
      {has && open && (
        <tr>
          <td />
          <td colSpan={10} id={detailsId}>
            <RefreshDetails refresh={refresh} />
          </td>
        </tr>
      )}
    </>
  );
});
