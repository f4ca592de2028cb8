import { NumberInput, Select, TextInput } from '@mantine/core';
import type { Unit } from '../../src-preload/contract/index.ts';
import classes from './PanelEditor.module.css';
import { withOr } from './with-or.ts';

const kinds: readonly { value: Unit['kind']; label: string }[] = [
  { value: 'number', label: 'Number' },
  { value: 'percent', label: 'Percent (of a share: 0.5 is 50%)' },
  { value: 'currency', label: 'Money' },
  { value: 'bytes', label: 'Bytes' },
  { value: 'seconds', label: 'Time (from seconds)' },
  { value: 'distance', label: 'Distance (from metres)' },
];

/** How a number is written. */
export function UnitFields({ unit, onChange }: { unit: Unit; onChange: (unit: Unit) => void }) {
  const currency = unit.currency ?? '';
  return (
    <div className={classes['fields']}>
      <Select
        label="Unit"
        data={[...kinds]}
        value={unit.kind}
        allowDeselect={false}
        onChange={(kind) => onChange({ ...unit, kind: kind ?? 'number' })}
      />
      {unit.kind === 'currency' && (
        <TextInput
          label="Currency"
          placeholder="EUR"
          maxLength={3}
          value={currency}
          error={currency === '' || /^[A-Z]{3}$/.test(currency) ? undefined : 'is a code such as EUR'}
          onChange={(event) =>
            onChange(withOr(unit, 'currency', event.currentTarget.value === '' ? undefined : event.currentTarget.value.toUpperCase()))
          }
        />
      )}
      <NumberInput
        label="Decimals"
        placeholder="as many as it has"
        min={0}
        max={10}
        allowDecimal={false}
        value={unit.decimals ?? ''}
        onChange={(decimals) => onChange(withOr(unit, 'decimals', decimals === '' ? undefined : Number(decimals)))}
      />
      <TextInput
        label="Words after it"
        placeholder="calls"
        maxLength={20}
        value={unit.suffix ?? ''}
        onChange={(event) => onChange(withOr(unit, 'suffix', event.currentTarget.value === '' ? undefined : event.currentTarget.value))}
      />
    </div>
  );
}
