import { Button } from '@mantine/core';
import type { Outcome } from '../../src-preload/contract/index.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Loading } from '../ui/Loading.tsx';
import { RefreshListRow } from './RefreshListRow.tsx';
import classes from './RefreshList.module.css';
import { useRefreshPages } from './use-refresh-pages.ts';

interface RefreshListProps {
  sourceId: string | null;
  outcome: Outcome | null;
}

export function RefreshList({ sourceId, outcome }: RefreshListProps) {
  const { state, error, items, more, loadingMore, retry } = useRefreshPages(sourceId, outcome);
  if (state === 'loading') return <Loading words="Loading the refreshes" />;
  if (state === 'failed') return <ErrorState error={error} onRetry={retry} />;
  if (items.length === 0) {
    return sourceId === null && outcome === null ? (
      <EmptyState title="No refreshes yet" text="The first one appears here as soon as it has run." />
    ) : (
      <EmptyState title="No refresh fits" text="Choose another source or outcome above, or clear both." />
    );
  }
  return (
    <div className={classes['box']}>
      <table className={classes['table']} data-testid="refresh-list">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Source</th>
            <th scope="col">Outcome</th>
            <th scope="col">Why</th>
            <th scope="col">Result</th>
            <th scope="col" className={classes['number']}>
              Calls
            </th>
            <th scope="col" className={classes['wide']}>
              Received
            </th>
            <th scope="col" className={classes['wide']}>
              Took
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((refresh) => (
            <RefreshListRow key={refresh.id} refresh={refresh} />
          ))}
        </tbody>
      </table>
      {more !== null && (
        <Button variant="default" className={classes['more']} loading={loadingMore} onClick={() => void more()}>
          Show earlier ones
        </Button>
      )}
    </div>
  );
}
