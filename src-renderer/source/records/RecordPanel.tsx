import { CloseButton, SegmentedControl } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { FieldOrigin, SourceRecord } from '../../../src-preload/contract/index.ts';
import { Ago } from '../../ui/Ago.tsx';
import { cx } from '../../ui/cx.ts';
import { cellFor } from './cell-text.ts';
import { gapWords, originWords } from './change-words.ts';
import { CopyButton } from './CopyButton.tsx';
import { copyText, flatten } from './flatten.ts';
import { RecordChanges } from './RecordChanges.tsx';
import classes from './RecordPanel.module.css';
import { useRecordDetail } from './use-record-detail.ts';

interface RecordPanelProps {
  sourceId: string;
  record: SourceRecord;
  /** Whether details of it are still to be fetched. */
  waiting: boolean;
  /** The moment as of which it is shown; null: now. */
  asOf: string | null;
  onClose: () => void;
}

/** Where a value came from and when. */
function Origin({ origin }: { origin: FieldOrigin | undefined }) {
  if (origin === undefined) return null;
  const { from, at, refreshId } = origin;
  if (from === null) return <span className={classes['origin']}>from before the log</span>;
  return (
    <span className={classes['origin']} title={refreshId === null ? undefined : `Refresh ${refreshId}`}>
      {originWords(from)}, <Ago iso={at} />
    </span>
  );
}

function Field({ path, value, origin }: { path: string; value: unknown; origin: FieldOrigin | undefined }) {
  const cell = cellFor(value);
  const shown = cell.kind === 'json' || cell.kind === 'text' ? copyText(value) : cell.text;
  return (
    <div className={classes['field']} data-field={path}>
      <dt>
        {path}
        <Origin origin={origin} />
      </dt>
      <dd
        className={cx(cell.kind === 'null' && classes['faint'], cell.kind === 'json' && classes['json'])}
        title={cell.kind === 'time' ? `${cell.title} · ${String(value)}` : undefined}
      >
        {shown === '' ? <span className={classes['faint']}>empty text</span> : shown}
      </dd>
      <CopyButton label={`Copy ${path}`} text={() => copyText(value)} />
    </div>
  );
}

/** One record in full, beside the table. */
export function RecordPanel({ sourceId, record, waiting, asOf, onClose }: RecordPanelProps) {
  const [part, setPart] = useState('fields');
  const { lastSeenAt, origins } = useRecordDetail(sourceId, record, asOf);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const node = panel.current;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onClose();
    };
    node?.addEventListener('keydown', onKey);
    return () => node?.removeEventListener('keydown', onKey);
  }, [onClose]);
  return (
    <aside ref={panel} className={classes['panel']} aria-label={`Record ${record.id}`} data-testid="record-panel">
      <div className={classes['head']}>
        <h2 className={classes['title']} title={record.id}>
          {record.id}
        </h2>
        <CopyButton label="Copy the record as JSON" text={() => copyText(record.fields)} />
        <CloseButton aria-label="Close the record" onClick={onClose} />
      </div>
      <p className={classes['times']}>
        First seen <Ago iso={record.firstSeenAt} /> · changed <Ago iso={record.changedAt} />
        {record.time !== null && (
          <>
            {' '}
            · its own time <Ago iso={record.time} />
          </>
        )}
        {lastSeenAt !== null && (
          <>
            {' '}
            · last seen <Ago iso={lastSeenAt} />
          </>
        )}
        {waiting && <> · details are still to come</>}
        {record.deletedAt !== null && (
          <>
            {' '}
            · <strong>deleted upstream</strong> <Ago iso={record.deletedAt} />
          </>
        )}
        {record.gaps !== undefined && <> · not kept of then: {record.gaps.map(gapWords).join(', ')}</>}
      </p>
      <SegmentedControl
        className={classes['parts'] ?? ''}
        size="xs"
        aria-label="Part of the record"
        data={[
          { value: 'fields', label: 'Fields' },
          { value: 'changes', label: 'Changes' },
        ]}
        value={part}
        onChange={setPart}
        data-testid="record-part"
      />
      {part === 'changes' && (
        <RecordChanges key={`${record.id} ${record.changedAt} ${record.deletedAt}`} sourceId={sourceId} recordId={record.id} />
      )}
      {part === 'fields' && (
        <dl className={classes['fields']} tabIndex={0} aria-label="Fields">
          {flatten(record.fields).map((field) => (
            <Field key={field.path} path={field.path} value={field.value} origin={origins.get(field.path)} />
          ))}
        </dl>
      )}
    </aside>
  );
}
