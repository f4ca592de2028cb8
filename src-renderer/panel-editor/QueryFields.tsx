import { Button, SegmentedControl } from '@mantine/core';
import { lazy, Suspense, useCallback, useRef } from 'react';
import type { FormQuery, PanelQuery, PanelResult } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import { useFreshet } from '../bridge/store.ts';
import { useLoaded } from '../ui/use-loaded.ts';
import { newForm } from './draft.ts';
import { FormQueryFields } from './FormQueryFields.tsx';
import classes from './PanelEditor.module.css';
import { SchemaBrowser } from './SchemaBrowser.tsx';

const SqlField = lazy(() => import('./SqlField.tsx'));
const loadSchema = () => api().schema.list();

interface QueryFieldsProps {
  query: PanelQuery;
  /** What the app wrote for the form. */
  sql: string;
  failure: PanelResult['failure'];
  parameters: readonly string[];
  columns: readonly string[];
  onChange: (query: PanelQuery) => void;
  onRun: () => void;
}

/** The question of a panel: choices, or SQL. The form becomes SQL as it is; SQL does not become a form again. */
export function QueryFields({ query, sql, failure, parameters, columns, onChange, onRun }: QueryFieldsProps) {
  const [schema] = useLoaded(loadSchema);
  const firstSource = useFreshet((state) => state.order[0]);
  const form = useRef<FormQuery | null>(query.kind === 'form' ? query : null);
  const insert = useRef<((text: string) => void) | null>(null);
  const takeInsert = useCallback((next: ((text: string) => void) | null) => {
    insert.current = next;
  }, []);
  const change = (next: PanelQuery) => {
    if (next.kind === 'form') form.current = next;
    onChange(next);
  };
  const choose = (kind: string) => {
    if (kind === query.kind) return;
    if (kind === 'sql') change({ kind: 'sql', sql: sql === '' ? 'select * from sources' : sql });
    else if (form.current !== null) change(form.current);
    else if (firstSource !== undefined) change(newForm(firstSource));
  };
  const known = schema.state === 'ready' ? schema.data : null;
  return (
    <>
      <div className={classes['queryHead']}>
        <SegmentedControl
          aria-label="How to ask"
          data={[
            { value: 'form', label: 'Choices', disabled: firstSource === undefined },
            { value: 'sql', label: 'SQL' },
          ]}
          value={query.kind}
          onChange={choose}
          data-testid="query-kind"
        />
        {query.kind === 'sql' ? (
          <Button variant="default" size="compact-md" onClick={onRun} title="Ctrl+Enter" data-testid="run">
            Run
          </Button>
        ) : (
          <Button variant="default" size="compact-md" disabled={sql === ''} onClick={() => choose('sql')} data-testid="show-sql">
            Show as SQL
          </Button>
        )}
      </div>
      {query.kind === 'form' ? (
        <FormQueryFields query={query} parameters={parameters} columns={columns} onChange={change} />
      ) : (
        <div className={classes['sqlArea']}>
          <div className={classes['sqlSide']}>
            <Suspense fallback={<div className={classes['sql']} />}>
              <SqlField
                text={query.sql}
                schema={known}
                parameters={parameters}
                failure={failure}
                onChange={(text) => change({ kind: 'sql', sql: text })}
                onRun={onRun}
                onInsert={takeInsert}
              />
            </Suspense>
            <p className={classes['mistake']} role="status" data-testid="sql-failure">
              {failure !== null && (
                <>
                  <strong>
                    {failure.place !== undefined && `Line ${failure.place.line}: `}
                    {failure.message}
                  </strong>{' '}
                  {failure.advice}
                </>
              )}
            </p>
          </div>
          {known !== null && <SchemaBrowser schema={known} parameters={parameters} onPick={(text) => insert.current?.(text)} />}
        </div>
      )}
    </>
  );
}
