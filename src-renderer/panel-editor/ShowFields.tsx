import { Checkbox, MultiSelect, NumberInput, Select, Textarea } from '@mantine/core';
import type { PanelShow } from '../../src-preload/contract/index.ts';
import classes from './PanelEditor.module.css';
import { ShowPicker } from './ShowPicker.tsx';
import { TableColumnFields } from './TableColumnFields.tsx';
import { ThresholdFields } from './ThresholdFields.tsx';
import { UnitFields } from './UnitFields.tsx';
import { withOr } from './with-or.ts';

interface ShowFieldsProps {
  show: PanelShow;
  /** The columns that the query gives. */
  names: readonly string[];
  onChange: (show: PanelShow) => void;
}

/** The options that name a column, with what each of them is for. */
const columnOptions: Partial<Record<PanelShow['kind'], readonly { key: string; label: string }[]>> = {
  number: [
    { key: 'value', label: 'Value' },
    { key: 'trend', label: 'Values before, oldest first' },
  ],
  line: [
    { key: 'x', label: 'Horizontal axis' },
    { key: 'series', label: 'A line for each value of' },
  ],
  area: [
    { key: 'x', label: 'Horizontal axis' },
    { key: 'series', label: 'An area for each value of' },
  ],
  bar: [
    { key: 'x', label: 'A bar for each value of' },
    { key: 'series', label: 'A colour for each value of' },
  ],
  'heat-map': [
    { key: 'x', label: 'Across' },
    { key: 'y', label: 'Down' },
    { key: 'value', label: 'Depth of colour' },
  ],
  list: [
    { key: 'title', label: 'Title' },
    { key: 'detail', label: 'Second line' },
    { key: 'time', label: 'Time' },
  ],
  gauge: [{ key: 'value', label: 'Value' }],
  status: [
    { key: 'name', label: 'Name' },
    { key: 'state', label: 'State' },
  ],
  calendar: [
    { key: 'time', label: 'Begins' },
    { key: 'end', label: 'Ends' },
    { key: 'title', label: 'Title' },
    { key: 'value', label: 'Value' },
  ],
  map: [
    { key: 'polyline', label: 'Encoded polyline' },
    { key: 'title', label: 'Name of each route' },
  ],
};

function ColumnFields({ show, names, onChange }: ShowFieldsProps) {
  const options = columnOptions[show.kind] ?? [];
  const values = show as unknown as Record<string, string | undefined>;
  if (options.length === 0) return null;
  return (
    <div className={classes['fields']}>
      {options.map(({ key, label }) => {
        const value = values[key];
        return (
          <Select
            key={key}
            label={label}
            placeholder="by itself"
            data={[...new Set([...names, ...(value === undefined ? [] : [value])])]}
            value={value ?? null}
            clearable
            searchable
            onChange={(name) => onChange(withOr(show as PanelShow & Record<string, unknown>, key, name))}
          />
        );
      })}
    </div>
  );
}

/** What only some kinds have. */
function OwnFields({ show, names, onChange }: ShowFieldsProps) {
  switch (show.kind) {
    case 'number':
      return (
        <Select
          label="Better is"
          data={[
            { value: 'neither', label: 'neither' },
            { value: 'higher', label: 'higher' },
            { value: 'lower', label: 'lower' },
          ]}
          value={show.better}
          allowDeselect={false}
          onChange={(better) => onChange({ ...show, better: better ?? 'neither' })}
        />
      );
    case 'line':
    case 'area':
    case 'bar':
      return (
        <>
          <MultiSelect
            label="Drawn columns"
            placeholder={show.y.length === 0 ? 'all that hold numbers' : undefined}
            data={[...new Set([...names, ...show.y])]}
            value={show.y}
            clearable
            searchable
            onChange={(y) => onChange({ ...show, y })}
          />
          {show.kind !== 'line' && (
            <Checkbox
              label="Stacked"
              checked={show.stacked}
              onChange={(event) => onChange({ ...show, stacked: event.currentTarget.checked })}
            />
          )}
          {show.kind === 'bar' && (
            <Checkbox
              label="Horizontal"
              checked={show.horizontal}
              onChange={(event) => onChange({ ...show, horizontal: event.currentTarget.checked })}
            />
          )}
        </>
      );
    case 'gauge':
      return (
        <div className={classes['fields']}>
          <NumberInput label="From" value={show.min} onChange={(min) => min !== '' && onChange({ ...show, min: Number(min) })} />
          <NumberInput label="To" value={show.max} onChange={(max) => max !== '' && onChange({ ...show, max: Number(max) })} />
        </div>
      );
    case 'text':
      return (
        <Textarea
          label="Words, in Markdown"
          description="{{column}} is replaced by the value in the first row."
          autosize
          minRows={6}
          value={show.markdown}
          onChange={(event) => onChange({ ...show, markdown: event.currentTarget.value })}
          data-testid="markdown"
        />
      );
    case 'table':
      return <TableColumnFields show={show} names={names} onChange={onChange} />;
    default:
      return null;
  }
}

/** How the rows are shown. */
export function ShowFields({ show, names, onChange }: ShowFieldsProps) {
  return (
    <>
      <ShowPicker show={show} onChange={onChange} />
      <ColumnFields show={show} names={names} onChange={onChange} />
      <OwnFields show={show} names={names} onChange={onChange} />
      {'unit' in show && <UnitFields unit={show.unit} onChange={(unit) => onChange({ ...show, unit })} />}
      {'thresholds' in show && (
        <ThresholdFields thresholds={show.thresholds} onChange={(thresholds) => onChange({ ...show, thresholds })} />
      )}
    </>
  );
}
