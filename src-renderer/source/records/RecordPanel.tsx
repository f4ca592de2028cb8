import { CloseButton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { SourceRecord } from '../../../src-preload/contract/index.ts';
import { Ago } from '../../ui/Ago.tsx';
import { cx } from '../../ui/cx.ts';
import { cellFor } from './cell-text.ts';
import { CopyButton } from './CopyButton.tsx';
import { copyText, flatten } from './flatten.ts';
import classes from './RecordPanel.module.css';

interface RecordPanelProps {
  record: SourceRecord;
  /** Whether details of it are still to be fetched. */
  waiting: boolean;
  onClose: () => void;
}

function Field({ path, value }: { path: string; value: unknown }) {
  const cell = cellFor(value);
  const shown = cell.kind === 'json' || cell.kind === 'text' ? copyText(value) : cell.text;
  return (
    <div className={classes['field']} data-field={path}>
      <dt>{path}</dt>
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
export function RecordPanel({ record, waiting, onClose }: RecordPanelProps) {
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
        {waiting && <> · details are still to come</>}
      </p>
      <dl className={classes['fields']} tabIndex={0} aria-label="Fields">
        {flatten(record.fields).map((field) => (
          <Field key={field.path} path={field.path} value={field.value} />
        ))}
      </dl>
    </aside>
  );
}
