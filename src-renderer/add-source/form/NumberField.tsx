import { NumberInput } from '@mantine/core';
import type { NumberInputProps } from '@mantine/core';
import type { NumberText } from '../draft.ts';
import { useProblem } from './problems.ts';

interface NumberFieldProps extends Omit<NumberInputProps, 'onChange' | 'value' | 'error'> {
  path: string;
  value: NumberText;
  onChange: (value: NumberText) => void;
}

/** A number for the value at one path, with what is wrong with it below. */
export function NumberField({ path, onChange, ...rest }: NumberFieldProps) {
  const problem = useProblem(path);
  return (
    <NumberInput
      allowNegative={false}
      {...rest}
      error={problem}
      onChange={(value) => {
        const number = value === '' ? NaN : Number(value);
        onChange(Number.isFinite(number) ? number : '');
      }}
      data-testid={`field-${path}`}
    />
  );
}
