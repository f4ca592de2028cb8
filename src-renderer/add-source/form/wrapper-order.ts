import type { InputWrapperProps } from '@mantine/core';

/** Fields in a row stand side by side only if what explains them is below. */
export const BELOW: NonNullable<InputWrapperProps['inputWrapperOrder']> = ['label', 'input', 'description', 'error'];
