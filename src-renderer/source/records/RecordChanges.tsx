import { useCallback, useState } from 'react';
import type { ChangedField, RecordChange } from '../../../src-preload/contract/index.ts';
import { api } from '../../bridge/connection.ts';
import { Ago } from '../../ui/Ago.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { exactTimeWords } from '../../ui/format.ts';
import { Loading } from '../../ui/Loading.tsx';
import { LoadOlder } from '../LoadOlder.tsx';
import { usePaged } from '../use-paged.ts';
import { kindWords, originWords, valueWords } from './change-words.ts';
import classes from './RecordPanel.module.css';

const SHOWN_CHARACTERS = 120;

/** A value of before or after; a long one is folded. */
function ChangeValue({ value, label, className }: { value: unknown; label: string; className?: string | undefined }) {
  const [open, setOpen] = useState(false);
  if (value === undefined) return <span className={classes['faint']}>nothing</span>;
  const text = valueWords(value);
  if (text.length <= SHOWN_CHARACTERS) return <span className={className}>{text}</span>;
  return (
    <span>
      <span className={className}>{open ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`}</span>{' '}
      <button
        type="button"
        className={classes['fold']}
        aria-expanded={open}
        aria-label={`${open ? 'less' : 'all of it'}: ${label}`}
        onClick={() => setOpen(!open)}
      >
        {open ? 'less' : 'all of it'}
      </button>
    </span>
  );
}

function FieldChange({ field }: { field: ChangedField }) {
  const name = field.path === '' ? 'The record' : field.path;
  return (
    <li data-field={field.path}>
      <span className={classes['path']}>{name}</span>{' '}
      {field.cut ? (
        <span className={classes['faint']}>cut: too long to be kept</span>
      ) : (
        <>
          <ChangeValue value={field.old} label={`${name} before`} className={field.old === undefined ? undefined : classes['old']} />
          <span> → </span>
          <ChangeValue value={field.new} label={`${name} after`} />
        </>
      )}
    </li>
  );
}

function Change({ change }: { change: RecordChange }) {
  const { kind, at, from, refreshId, fields } = change;
  return (
    <li className={classes['change']} data-testid="record-change" data-kind={kind}>
      <p className={classes['changeHead']}>
        <strong>{kindWords(kind)}</strong> <Ago iso={at} />
        <span className={classes['faint']} title={refreshId === null ? undefined : `Refresh ${refreshId}`}>
          {' '}
          · {exactTimeWords(at)}
          {from !== null && <> · from the {originWords(from)}</>}
        </span>
      </p>
      {fields.length > 0 && (
        <ul className={classes['changeFields']}>
          {fields.map((field) => (
            <FieldChange key={field.path} field={field} />
          ))}
        </ul>
      )}
      {fields.length === 0 && kind === 'changed' && (
        <p className={classes['faint']}>Only the order of its fields, or where they are kept.</p>
      )}
    </li>
  );
}

interface RecordChangesProps {
  sourceId: string;
  recordId: string;
}

/** What changed of a record, newest first. */
export function RecordChanges({ sourceId, recordId }: RecordChangesProps) {
  const load = useCallback(
    async (cursor: string | undefined) => api().sources.recordChanges({ id: sourceId, recordId, cursor }),
    [sourceId, recordId],
  );
  const list = usePaged(load);
  if (list.items === null)
    return list.error === null ? <Loading words="Loading the changes" /> : <ErrorState error={list.error} onRetry={list.retry} />;
  const isUnchanged = list.items.every((change) => change.kind === 'added') && !list.more;
  return (
    <div className={classes['changes']} tabIndex={0} role="region" aria-label="Changes" data-testid="record-changes">
      {isUnchanged && (
        <EmptyState title="No changes" text="It is as it was when it was added, or what changed is longer ago than changes are kept." />
      )}
      <ol className={classes['changeList']}>
        {list.items.map((change) => (
          <Change key={change.id} change={change} />
        ))}
      </ol>
      <LoadOlder list={list} />
    </div>
  );
}
