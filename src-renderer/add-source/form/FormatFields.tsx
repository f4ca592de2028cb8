import { Checkbox } from '@mantine/core';
import { ChoiceField } from './ChoiceField.tsx';
import classes from './form.module.css';
import type { PartProps } from './part.ts';
import { TextField } from './TextField.tsx';

const KINDS = [
  ['', 'JSON, unless recognised as another'],
  ['json', 'JSON'],
  ['ndjson', 'JSON, one value a line (NDJSON)'],
  ['csv', 'Table of text (CSV)'],
  ['feed', 'Feed (RSS, Atom, JSON Feed)'],
] as const;

/** How the answer is written. */
export function FormatFields({ draft, set, disabled }: PartProps) {
  const { format } = draft;
  const change = (part: Partial<typeof format>) =>
    set({ format: { ...format, ...part }, chosen: { ...draft.chosen, format: (part.kind ?? format.kind) !== '' } });
  return (
    <>
      <div className={classes['row']}>
        <ChoiceField
          path="format"
          label="Format"
          value={format.kind}
          choices={KINDS}
          disabled={disabled}
          onChange={(kind) => change({ kind })}
        />
        {format.kind === 'csv' && (
          <>
            <TextField
              path="format.delimiter"
              label="Between cells"
              description="One character, \t or auto"
              mono
              value={format.delimiter}
              disabled={disabled}
              onChange={(delimiter) => change({ delimiter })}
            />
            <TextField
              path="format.quote"
              label="Around cells"
              description="One character"
              mono
              value={format.quote}
              disabled={disabled}
              onChange={(quote) => change({ quote })}
            />
          </>
        )}
      </div>
      {format.kind === 'csv' && (
        <div className={classes['row']}>
          <Checkbox
            label="The first row names the columns"
            checked={format.header}
            disabled={disabled}
            onChange={(event) => change({ header: event.currentTarget.checked })}
            data-testid="field-format.header"
          />
          <Checkbox
            label="Numbers are numbers"
            checked={format.numbers}
            disabled={disabled}
            onChange={(event) => change({ numbers: event.currentTarget.checked })}
            data-testid="field-format.numbers"
          />
        </div>
      )}
    </>
  );
}
