import { Button } from '@mantine/core';
import { explain } from '../bridge/explain.ts';
import classes from './source.module.css';
import type { Paged } from './use-paged.ts';

/** The end of a list that goes on in the past. */
export function LoadOlder<T>({ list }: { list: Paged<T> }) {
  if (!list.more) return null;
  return (
    <div className={classes['older']}>
      <Button variant="default" size="compact-sm" loading={list.loading} onClick={list.loadMore} data-testid="load-older">
        Load older
      </Button>
      {list.error !== null && <span role="alert">{explain(list.error).message}</span>}
    </div>
  );
}
