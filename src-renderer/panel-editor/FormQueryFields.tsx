import { ActionIcon, Button, Checkbox, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { FormQuery } from '../../src-preload/contract/index.ts';
import { useFreshet } from '../bridge/store.ts';
import classes from './PanelEditor.module.css';
import { newForm } from './draft.ts';
import { withOr } from './with-or.ts';

const icon = { size: 14, stroke: 1.8, 'aria-hidden': true } as const;

type Value = FormQuery['values'][number];
type Group = FormQuery['by'][number];
type Test = FormQuery['where'][number];

const aggregates: readonly { value: Value['aggregate']; label: string }[] = [
  { value: 'count', label: 'Number of records' },
  { value: 'sum', label: 'Sum of' },
  { value: 'average', label: 'Average of' },
  { value: 'median', label: 'Median of' },
  { value: 'min', label: 'Smallest' },
  { value: 'max', label: 'Largest' },
  { value: 'distinct', label: 'Different values of' },
  { value: 'latest', label: 'Latest' },
];
const grains: readonly { value: NonNullable<Group['grain']>; label: string }[] = [
  { value: 'minute', label: 'by minute' },
  { value: 'quarter-hour', label: 'by quarter of an hour' },
  { value: 'hour', label: 'by hour' },
  { value: 'day', label: 'by day' },
  { value: 'week', label: 'by week' },
  { value: 'month', label: 'by month' },
];
const tests: readonly { value: Test['is']; label: string }[] = [
  { value: '=', label: 'is' },
  { value: '!=', label: 'is not' },
  { value: '<', label: 'is less than' },
  { value: '<=', label: 'is at most' },
  { value: '>', label: 'is more than' },
  { value: '>=', label: 'is at least' },
  { value: 'contains', label: 'contains' },
  { value: 'empty', label: 'is empty' },
  { value: 'not-empty', label: 'is not empty' },
];

interface PartProps<T> {
  name: string;
  items: readonly T[];
  fresh: T;
  most: number;
  onChange: (items: T[]) => void;
  row: (item: T, change: (next: T) => void) => ReactNode;
}

/** Rows that can be added and taken away. */
function Part<T>({ name, items, fresh, most, onChange, row }: PartProps<T>) {
  return (
    <fieldset className={classes['part']}>
      <legend>{name}</legend>
      {items.map((item, index) => (
        <div key={index} className={classes['partRow']}>
          {row(item, (next) => onChange(items.map((known, at) => (at === index ? next : known))))}
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove row ${index + 1} of ${name.toLowerCase()}`}
            onClick={() => onChange(items.filter((_known, at) => at !== index))}
          >
            <IconX {...icon} />
          </ActionIcon>
        </div>
      ))}
      {items.length < most && (
        <Button variant="subtle" size="compact-sm" leftSection={<IconPlus {...icon} />} onClick={() => onChange([...items, fresh])}>
          Add
        </Button>
      )}
    </fieldset>
  );
}

interface FormQueryFieldsProps {
  query: FormQuery;
  parameters: readonly string[];
  /** The columns that the query gives, for the order. */
  columns: readonly string[];
  onChange: (query: FormQuery) => void;
}

/** What a number or text that was typed stands for. */
function typed(text: string): string | number {
  return text.trim() !== '' && !Number.isNaN(Number(text)) ? Number(text) : text;
}

function TestRow({
  test,
  fields,
  parameters,
  onChange,
}: {
  test: Test;
  fields: string[];
  parameters: readonly string[];
  onChange: (test: Test) => void;
}) {
  const text = typeof test.value === 'object' ? (test.value === null ? '' : `:${test.value.parameter}`) : String(test.value);
  const take = (next: string) => {
    const parameter = parameters.find((name) => next === `:${name}`);
    onChange({ ...test, value: parameter === undefined ? typed(next) : { parameter } });
  };
  return (
    <>
      <Select
        aria-label="Field"
        data={fields}
        value={test.field}
        searchable
        allowDeselect={false}
        onChange={(field) => onChange({ ...test, field: field ?? '' })}
      />
      <Select
        aria-label="Test"
        data={[...tests]}
        value={test.is}
        allowDeselect={false}
        onChange={(is) => onChange({ ...test, is: is ?? '=' })}
      />
      {test.is !== 'empty' && test.is !== 'not-empty' && (
        <TextInput
          aria-label="Value"
          placeholder={parameters.length > 0 ? 'a value, or :parameter' : 'a value'}
          value={text}
          onChange={(event) => take(event.currentTarget.value)}
        />
      )}
    </>
  );
}

/** A query from choices; the app writes the SQL for it. */
export function FormQueryFields({ query, parameters, columns, onChange }: FormQueryFieldsProps) {
  const sources = useFreshet(useShallow((state) => state.order.map((id) => `${id}\n${state.sources.get(id)?.name ?? id}`)));
  const fields = useFreshet(useShallow((state) => state.sources.get(query.source)?.fields ?? []));
  const withTime = ['$time', ...fields.filter((field) => field !== '$time')];
  const nameOf = (field: string) => (field === '$time' ? 'its own time' : field);
  const fieldData = withTime.map((field) => ({ value: field, label: nameOf(field) }));
  const part = <K extends keyof FormQuery>(key: K, value: FormQuery[K]) => onChange({ ...query, [key]: value });
  const firstField = fields[0] ?? '$time';
  return (
    <div className={classes['form']} data-testid="form-query">
      <Select
        label="Source"
        data={sources.map((each) => {
          const [value = '', label = ''] = each.split('\n');
          return { value, label };
        })}
        value={query.source}
        searchable
        allowDeselect={false}
        onChange={(source) => source !== null && source !== query.source && onChange({ ...newForm(source), inRange: query.inRange })}
        data-testid="form-source"
      />
      <Part
        name="Values"
        items={query.values}
        fresh={{ aggregate: 'count' as const }}
        most={20}
        onChange={(values) => part('values', values)}
        row={(value, change) => (
          <>
            <Select
              aria-label="What of it"
              data={[...aggregates]}
              value={value.aggregate}
              allowDeselect={false}
              onChange={(aggregate) => {
                const next = aggregate ?? 'count';
                change(
                  next === 'count'
                    ? withOr({ ...value, aggregate: next }, 'field', undefined)
                    : { ...value, aggregate: next, field: value.field ?? firstField },
                );
              }}
            />
            {value.aggregate !== 'count' && (
              <Select
                aria-label="Field"
                data={fieldData}
                value={value.field ?? null}
                searchable
                allowDeselect={false}
                onChange={(field) => change(withOr(value, 'field', field))}
              />
            )}
            <TextInput
              aria-label="Name of this value"
              placeholder="named"
              value={value.as ?? ''}
              onChange={(event) => change(withOr(value, 'as', event.currentTarget.value === '' ? undefined : event.currentTarget.value))}
            />
          </>
        )}
      />
      {query.values.length === 0 && (
        <MultiSelect
          label="Fields of each record"
          placeholder={query.columns.length === 0 ? 'all of them' : undefined}
          data={fieldData}
          value={query.columns}
          searchable
          clearable
          onChange={(next) => part('columns', next)}
        />
      )}
      {query.values.length > 0 && (
        <Part
          name="For each"
          items={query.by}
          fresh={{ field: '$time', grain: 'day' as const }}
          most={4}
          onChange={(by) => part('by', by)}
          row={(group, change) => (
            <>
              <Select
                aria-label="Field"
                data={fieldData}
                value={group.field}
                searchable
                allowDeselect={false}
                onChange={(field) => change({ ...group, field: field ?? '$time' })}
              />
              <Select
                aria-label="Cut to"
                placeholder="each value"
                data={[...grains]}
                value={group.grain ?? null}
                clearable
                onChange={(grain) => change(withOr(group, 'grain', grain))}
              />
            </>
          )}
        />
      )}
      <Part
        name="Only where"
        items={query.where}
        fresh={{ field: firstField, is: '=' as const, value: null }}
        most={20}
        onChange={(where) => part('where', where)}
        row={(test, change) => <TestRow test={test} fields={withTime} parameters={parameters} onChange={change} />}
      />
      <Checkbox
        label="Only records whose own time lies in the time range"
        checked={query.inRange}
        onChange={(event) => part('inRange', event.currentTarget.checked)}
      />
      <div className={classes['partRow']}>
        <Select
          label="Order by"
          placeholder="as they come"
          data={[...new Set([...columns, ...(query.order === undefined ? [] : [query.order.by])])]}
          value={query.order?.by ?? null}
          clearable
          onChange={(by) => onChange(withOr(query, 'order', by === null ? undefined : { by, descending: query.order?.descending ?? true }))}
        />
        {query.order !== undefined && (
          <Checkbox
            label="Largest first"
            checked={query.order.descending}
            onChange={(event) => query.order !== undefined && part('order', { ...query.order, descending: event.currentTarget.checked })}
          />
        )}
        <NumberInput
          label="At most"
          min={1}
          max={10_000}
          value={query.limit}
          onChange={(limit) => part('limit', Math.max(1, Math.min(10_000, Number(limit) || 1)))}
        />
      </div>
    </div>
  );
}
