import { useCallback, useMemo } from 'react';
import type { SourceStatus } from '../../../src-preload/contract/index.ts';
import { api } from '../../bridge/connection.ts';
import { useFreshet } from '../../bridge/store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { LoadOlder } from '../LoadOlder.tsx';
import classes from '../source.module.css';
import { useOpenSet } from '../use-open-set.ts';
import { usePaged } from '../use-paged.ts';
import { mergeRefreshes } from './merge-refreshes.ts';
import { RefreshRow } from './RefreshRow.tsx';

const PAGE = 100;

/** Every refresh of a source, the newest and the running one first. */
export function RefreshesTab({ source }: { source: SourceStatus }) {
  const { id } = source;
  const load = useCallback(
    async (cursor: string | undefined) => api().refreshes.list({ sourceId: id, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }),
    [id],
  );
  const list = usePaged(load);
  const live = useFreshet((state) => state.refreshes);
  const { isOpen, toggle } = useOpenSet();
  const refreshes = useMemo(() => mergeRefreshes(id, list.items ?? [], live, list.more), [id, list.items, list.more, live]);

  if (refreshes.length === 0) {
    if (list.error !== null) return <ErrorState error={list.error} onRetry={list.retry} />;
    if (list.items === null) return <Loading words="Loading the refreshes" />;
    return <EmptyState title="No refresh yet" text="Each refresh is listed here with what it cost and what it brought." />;
  }
  return (
    <div className={classes['scroll']} tabIndex={0} role="region" aria-label="Refreshes">
      <table className={classes['table']} data-testid="refreshes">
        <thead>
          <tr>
            <td />
            <th scope="col">Time</th>
            <th scope="col">Set off</th>
            <th scope="col">Outcome</th>
            <th scope="col">Calls</th>
            <th scope="col" className={classes['number']}>
              Added
            </th>
            <th scope="col" className={classes['number']}>
              Updated
            </th>
            <th scope="col" className={classes['number']}>
              Unchanged
            </th>
            <th scope="col" className={classes['number']}>
              Rejected
            </th>
            <th scope="col" className={classes['number']}>
              Took
            </th>
            <th scope="col" className={classes['number']}>
              Size
            </th>
          </tr>
        </thead>
        <tbody>
          {refreshes.map((refresh) => (
            <RefreshRow key={refresh.id} refresh={refresh} open={isOpen(refresh.id)} onToggle={toggle} />
          ))}
        </tbody>
      </table>
      <LoadOlder list={list} />
    </div>
  );
}
