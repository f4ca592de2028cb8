import { Input, NativeSelect, NumberInput } from '@mantine/core';
import { useId, useState } from 'react';
import type { NumberText } from '../draft.ts';
import { DURATION_UNITS, inUnit, toSeconds, unitOf } from './duration.ts';
import classes from './DurationField.module.css';
import { useProblem } from './problems.ts';

interface DurationFieldProps {
  path: string;
  label: string;
  description?: string;
  placeholder?: string;
  seconds: NumberText;
  onChange: (seconds: NumberText) => void;
  disabled?: boolean;
}

/** A length of time: a number and its unit. The value itself is in seconds. */
export function DurationField({ path, label, description, placeholder, seconds, onChange, disabled = false }: DurationFieldProps) {
  const [unit, setUnit] = useState(() => unitOf(seconds));
  const problem = useProblem(path);
  const id = useId();
  return (
    <Input.Wrapper label={label} description={description} error={problem} id={id}>
      <div className={classes['pair']}>
        <NumberInput
          id={id}
          className={classes['number']}
          value={inUnit(seconds, unit)}
          placeholder={placeholder}
          allowNegative={false}
          disabled={disabled}
          error={problem !== undefined}
          hideControls
          onChange={(value) => {
            const number = value === '' ? NaN : Number(value);
            onChange(toSeconds(Number.isFinite(number) ? number : '', unit));
          }}
          data-testid={`field-${path}`}
        />
        <NativeSelect
          className={classes['unit']}
          aria-label={`Unit of ${label.toLowerCase()}`}
          value={unit}
          disabled={disabled}
          data={DURATION_UNITS.map(([key, words]) => ({ value: key, label: words }))}
          onChange={(event) => {
            const chosen = DURATION_UNITS.find(([key]) => key === event.currentTarget.value)?.[0];
            if (chosen === undefined) return;
            // '15 min' becomes '15 h': who changes the unit has just found it wrong.
            onChange(toSeconds(inUnit(seconds, unit), chosen));
            setUnit(chosen);
          }}
        />
      </div>
    </Input.Wrapper>
  );
}
