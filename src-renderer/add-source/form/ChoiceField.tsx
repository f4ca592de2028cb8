import { NativeSelect } from '@mantine/core';
import type { NativeSelectProps } from '@mantine/core';
import { useProblem } from './problems.ts';

interface ChoiceFieldProps<T extends string> extends Omit<NativeSelectProps, 'onChange' | 'value' | 'error' | 'data'> {
  path: string;
  value: T;
  choices: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}

/** One of several values, as the system's own list. */
export function ChoiceField<T extends string>({ path, value, choices, onChange, ...rest }: ChoiceFieldProps<T>) {
  const problem = useProblem(path);
  return (
    <NativeSelect
      {...rest}
      value={value}
      error={problem}
      data={choices.map(([key, label]) => ({ value: key, label }))}
      onChange={(event) => {
        const chosen = choices.find(([key]) => key === event.currentTarget.value);
        if (chosen !== undefined) onChange(chosen[0]);
      }}
      data-testid={`field-${path}`}
    />
  );
}
