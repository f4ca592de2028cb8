import { TextInput } from '@mantine/core';
import type { TextInputProps } from '@mantine/core';
import { cx } from '../../ui/cx.ts';
import classes from './form.module.css';
import { useProblem } from './problems.ts';

interface TextFieldProps extends Omit<TextInputProps, 'onChange' | 'value' | 'error'> {
  path: string;
  value: string;
  onChange: (value: string) => void;
  /** For paths, expressions and other text in which every character counts. */
  mono?: boolean;
  testId?: string;
}

/** A line of text for the value at one path, with what is wrong with it below. */
export function TextField({ path, onChange, mono = false, testId, ...rest }: TextFieldProps) {
  const problem = useProblem(path);
  return (
    <TextInput
      autoComplete="off"
      spellCheck={false}
      {...rest}
      className={cx(rest.className, mono && classes['mono'])}
      error={problem}
      onChange={(event) => onChange(event.currentTarget.value)}
      data-testid={testId ?? `field-${path}`}
    />
  );
}
