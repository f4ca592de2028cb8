import { MultiSelect, Select, TextInput } from '@mantine/core';
import { panelShowSchema } from '../../src-preload/contract/index.ts';
import type { PanelShow } from '../../src-preload/contract/index.ts';
import classes from './PanelEditor.module.css';
import { ThresholdFields } from './ThresholdFields.tsx';
import { UnitFields } from './UnitFields.tsx';
import { withOr } from './with-or.ts';

type TableShow = Extract<PanelShow, { kind: 'table' }>;
type Column = TableShow['columns'][number];

function freshColumn(column: string): Column {
  const show = panelShowSchema.parse({ kind: 'table', columns: [{ column }] });
  return (show as TableShow).columns[0] ?? { column, unit: { kind: 'number' }, thresholds: [] };
}

interface TableColumnFieldsProps {
  show: TableShow;
  names: readonly string[];
  onChange: (show: TableShow) => void;
}

/** Which columns a table has, in which order, and how each is written. */
export function TableColumnFields({ show, names, onChange }: TableColumnFieldsProps) {
  const chosen = show.columns.map(({ column }) => column);
  const change = (index: number, column: Column) =>
    onChange({ ...show, columns: show.columns.map((known, at) => (at === index ? column : known)) });
  return (
    <>
      <MultiSelect
        label="Columns, in this order"
        placeholder={chosen.length === 0 ? 'all, as they come' : undefined}
        data={[...new Set([...names, ...chosen])]}
        value={chosen}
        searchable
        clearable
        onChange={(next) =>
          onChange({ ...show, columns: next.map((name) => show.columns.find(({ column }) => column === name) ?? freshColumn(name)) })
        }
      />
      {show.columns.map((column, index) => (
        <details key={column.column} className={classes['column']}>
          <summary>{column.title ?? column.column}</summary>
          <div className={classes['fields']}>
            <TextInput
              label="Head"
              placeholder={column.column}
              value={column.title ?? ''}
              onChange={(event) =>
                change(index, withOr(column, 'title', event.currentTarget.value === '' ? undefined : event.currentTarget.value))
              }
            />
            <Select
              label="Links to"
              placeholder="nothing"
              data={[...names]}
              value={column.link ?? null}
              clearable
              onChange={(link) => change(index, withOr(column, 'link', link))}
            />
          </div>
          <UnitFields unit={column.unit} onChange={(unit) => change(index, { ...column, unit })} />
          <ThresholdFields thresholds={column.thresholds} onChange={(thresholds) => change(index, { ...column, thresholds })} />
        </details>
      ))}
    </>
  );
}
