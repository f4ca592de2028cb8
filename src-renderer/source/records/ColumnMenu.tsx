import { Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { IconColumns } from '@tabler/icons-react';
import { useState } from 'react';
import { columnLabel } from './columns.ts';
import classes from './RecordsTab.module.css';
import type { Columns } from './use-columns.ts';

/** Which fields are shown as columns. */
export function ColumnMenu({ columns }: { columns: Columns }) {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const shown = new Set(columns.shown.map((column) => column.key));
  const found = columns.all.filter((key) => columnLabel(key).toLowerCase().includes(wanted));
  return (
    <Popover position="bottom-end" width={300} trapFocus returnFocus shadow="md">
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns size={16} stroke={1.6} aria-hidden />} data-testid="columns">
          Columns {shown.size} of {columns.all.length}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <TextInput
          aria-label="Search columns"
          placeholder="Search columns"
          data-autofocus
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          data-testid="columns-search"
        />
        <div className={classes['choices']} role="group" aria-label="Columns shown">
          {found.map((key) => (
            <Checkbox
              key={key}
              label={columnLabel(key)}
              checked={shown.has(key)}
              onChange={() => columns.toggle(key)}
              data-testid={`column-${key}`}
            />
          ))}
          {found.length === 0 && <p className={classes['hint']}>No column has {search.trim()} in its name.</p>}
        </div>
        <Button variant="subtle" color="gray" size="compact-sm" onClick={columns.reset}>
          Show the usual columns
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
