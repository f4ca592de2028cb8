import { Button, CloseButton, Switch, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import type { RecordSort, SourceRecord, SourceStatus } from '../../../src-preload/contract/index.ts';
import { explain } from '../../bridge/explain.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { countWords, numberWords } from '../../ui/format.ts';
import { ColumnMenu } from './ColumnMenu.tsx';
import { nextSort } from './columns.ts';
import { KnownAt } from '../../ui/KnownAt.tsx';
import { RecordPanel } from './RecordPanel.tsx';
import { RecordsGrid } from './RecordsGrid.tsx';
import classes from './RecordsTab.module.css';
import type { WindowView } from './record-window.ts';
import { useColumns } from './use-columns.ts';
import { useLooked } from './use-looked.ts';
import { useRecordWindow } from './use-record-window.ts';

const FILTER_AFTER_MS = 200;

/** The record of the open row: as it is now if it is still there, else as it was. */
function openRecord(view: WindowView, open: { row: number; record: SourceRecord } | null): SourceRecord | null {
  if (open === null) return null;
  const now = view.rowAt(open.row);
  return now?.id === open.record.id ? now : open.record;
}

function countOf(view: WindowView, all: number, filtered: boolean): string {
  if (view.total === null) return '';
  return filtered ? `${numberWords(view.total)} of ${numberWords(Math.max(all, view.total))}` : countWords(view.total, 'record');
}

/** Why the table is empty. */
function NoRecords({ filter, isPast, onClear }: { filter: string; isPast: boolean; onClear: () => void }) {
  if (filter === '' && isPast) return <EmptyState title="No records then" text="None was known at that moment." />;
  if (filter === '') return <EmptyState title="No records yet" text="The API answered, with no records in it." />;
  return (
    <EmptyState
      title="Nothing matches"
      text={`No record contains ${filter}.`}
      action={
        <Button variant="default" onClick={onClear}>
          Clear the filter
        </Button>
      }
    />
  );
}

/** The records of a source as a table, with a filter, a choice of columns, and one record in full beside it. */
export function RecordsTab({ source }: { source: SourceStatus }) {
  const [filter, setFilter] = useState('');
  const [settled] = useDebouncedValue(filter.trim(), FILTER_AFTER_MS);
  const [sort, setSort] = useState<RecordSort | null>(null);
  const [open, setOpen] = useState<{ row: number; record: SourceRecord } | null>(null);
  const [asOf, setAsOf] = useState<string | null>(null);
  const [deleted, setDeleted] = useState<'hide' | 'show'>('hide');
  const query = useMemo(() => ({ sort, filter: settled, deleted, ...(asOf === null ? {} : { asOf }) }), [sort, settled, deleted, asOf]);
  const { list, view } = useRecordWindow(source.id, query);
  const columns = useColumns(source);

  const record = openRecord(view, open);
  const waiting = useLooked(source, record?.id ?? null);

  const close = useCallback(() => setOpen(null), []);
  const openRow = (row: number) => {
    const record = view.rowAt(row);
    if (record !== undefined) setOpen({ row, record });
  };
  const sortBy = (key: string) => {
    setSort((before) => nextSort(before, key));
    close();
  };
  const filterBy = (text: string) => {
    setFilter(text);
    close();
  };

  const look = (moment: string | null) => {
    setAsOf(moment);
    close();
  };
  const showDeleted = (isShown: boolean) => {
    setDeleted(isShown ? 'show' : 'hide');
    close();
  };

  if (view.total === null && view.error !== null) return <ErrorState error={view.error} onRetry={() => list.invalidate()} />;
  if (view.total === 0 && source.checkedAt === null && settled === '' && filter === '' && asOf === null && !view.outdated) {
    return <EmptyState title="No records yet" text="The first refresh brings them." />;
  }
  return (
    <div className={classes['tab']}>
      <div className={classes['tools']}>
        <TextInput
          className={classes['filter']}
          aria-label="Filter records"
          placeholder="Only records that contain"
          leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />}
          rightSection={filter === '' ? null : <CloseButton size="sm" aria-label="Clear the filter" onClick={() => filterBy('')} />}
          maxLength={1000}
          value={filter}
          onChange={(event) => filterBy(event.currentTarget.value)}
          data-testid="records-filter"
        />
        <span className={classes['count']} role="status" data-testid="records-count">
          {countOf(view, source.records, settled !== '' && asOf === null && deleted === 'hide')}
        </span>
        <Switch
          label="Show deleted"
          checked={deleted === 'show'}
          onChange={(event) => showDeleted(event.currentTarget.checked)}
          data-testid="show-deleted"
        />
        <KnownAt asOf={asOf} reachesBackTo={view.reachesBackTo} onChange={look} what="the records">
          What was too long to be kept, or changed too often since, is marked &quot;In part&quot;.
        </KnownAt>
        <ColumnMenu columns={columns} />
      </div>
      {view.error !== null && (
        <div className={classes['trouble']} role="alert">
          <span>{explain(view.error).message}</span>
          <Button variant="default" size="compact-sm" onClick={() => list.invalidate()}>
            Try again
          </Button>
        </div>
      )}
      <div className={classes['area']}>
        {view.total === 0 && !view.outdated ? (
          <NoRecords filter={settled} isPast={asOf !== null} onClear={() => filterBy('')} />
        ) : (
          <RecordsGrid
            label={`Records of ${source.name}`}
            list={list}
            view={view}
            columns={columns}
            sort={sort}
            openRow={open?.row ?? null}
            onSort={sortBy}
            onOpen={openRow}
            onClose={close}
          />
        )}
        {record !== null && <RecordPanel sourceId={source.id} record={record} waiting={waiting} asOf={asOf} onClose={close} />}
      </div>
    </div>
  );
}
