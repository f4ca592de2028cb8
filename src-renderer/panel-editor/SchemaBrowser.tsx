import { TextInput, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { SqlSchema } from '../../src-preload/contract/index.ts';
import { textOf } from '../panel/data/cells.ts';
import classes from './PanelEditor.module.css';

interface SchemaBrowserProps {
  schema: SqlSchema;
  parameters: readonly string[];
  onPick: (sql: string) => void;
}

/** What SQL can read. A press puts the name where the cursor is. */
export function SchemaBrowser({ schema, parameters, onPick }: SchemaBrowserProps) {
  const [filter, setFilter] = useState('');
  const word = filter.trim().toLowerCase();
  const tables = schema.tables.filter(
    ({ name, columns }) =>
      word === '' || name.toLowerCase().includes(word) || columns.some((column) => column.name.toLowerCase().includes(word)),
  );
  return (
    <div className={classes['schema']} data-testid="schema">
      <TextInput
        size="xs"
        placeholder="Find a table or column"
        aria-label="Find a table or column"
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
      />
      <div className={classes['schemaList']} tabIndex={0} role="region" aria-label="Tables and columns">
        {tables.map((table) => (
          <details key={table.name} open={word !== ''}>
            <summary title={table.about}>
              <span>{table.name}</span>
              <small>{table.kind === 'source' ? 'records' : 'Freshet'}</small>
            </summary>
            <UnstyledButton className={classes['pick']} onClick={() => onPick(table.sql)}>
              Use {table.name}
            </UnstyledButton>
            {table.columns
              .filter(({ name }) => word === '' || table.name.toLowerCase().includes(word) || name.toLowerCase().includes(word))
              .map((column) => (
                <UnstyledButton
                  key={column.name}
                  className={classes['pick']}
                  title={[column.about, column.example === null ? '' : `For example ${textOf(column.example).slice(0, 80)}`]
                    .filter(Boolean)
                    .join('\n')}
                  onClick={() => onPick(column.sql)}
                >
                  <span>{column.name}</span>
                  <small>{column.type}</small>
                </UnstyledButton>
              ))}
          </details>
        ))}
        <details>
          <summary>
            <span>Parameters</span>
          </summary>
          {parameters.map((name) => (
            <UnstyledButton key={name} className={classes['pick']} onClick={() => onPick(`:${name}`)}>
              :{name}
            </UnstyledButton>
          ))}
        </details>
        <details>
          <summary>
            <span>Functions</span>
          </summary>
          {schema.functions.map(({ name, usage, about }) => (
            <UnstyledButton key={name} className={classes['pick']} title={about} onClick={() => onPick(usage)}>
              {usage}
            </UnstyledButton>
          ))}
        </details>
      </div>
    </div>
  );
}
