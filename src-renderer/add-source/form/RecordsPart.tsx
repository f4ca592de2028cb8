import { Checkbox, TagsInput } from '@mantine/core';
import { Fold } from './Fold.tsx';
import { FormatFields } from './FormatFields.tsx';
import classes from './form.module.css';
import { PairsField } from './PairsField.tsx';
import type { PartProps } from './part.ts';
import { useProblem } from './problems.ts';
import { TextField } from './TextField.tsx';

interface RecordsPartProps extends PartProps {
  /** Field paths known from the preview or the stored records, to choose from. */
  fields: readonly string[];
}

function RichFields({ draft, set, disabled, fields }: RecordsPartProps) {
  const problem = useProblem('richFields');
  return (
    <TagsInput
      label="Rich fields"
      description="Fields that the list may fill but never overwrites. Enter adds one."
      data={[...fields]}
      value={draft.richFields}
      error={problem}
      disabled={disabled}
      clearable
      onChange={(richFields) => set({ richFields })}
      data-testid="field-richFields"
    />
  );
}

/** How a response becomes records: where the list is and what identifies and dates a record. */
export function RecordsPart(props: RecordsPartProps) {
  const { draft, set, disabled } = props;
  const choose = (part: Partial<typeof draft.chosen>) => ({ ...draft.chosen, ...part });
  const whole = draft.format.kind === 'feed' ? 'The entries' : draft.format.kind === 'csv' ? 'The rows' : 'The whole body';
  const where = draft.list === '' ? whole : draft.list;
  return (
    <Fold
      title="Records"
      summary={`${where} · ${draft.idField || 'id'}`}
      paths={['format', 'list', 'idField', 'timeField', 'richFields', 'computed']}
      open
    >
      <FormatFields {...props} />
      <div className={classes['row']}>
        <TextField
          path="list"
          label="Where the list is"
          placeholder={whole}
          mono
          className={classes['grow']}
          value={draft.list}
          disabled={disabled}
          onChange={(list) => set({ list, chosen: choose({ list: true }) })}
        />
        <TextField
          path="idField"
          label="Id field"
          placeholder="id"
          mono
          className={classes['grow']}
          value={draft.idField}
          disabled={disabled}
          onChange={(idField) => set({ idField, chosen: choose({ idField: true }) })}
        />
        <TextField
          path="timeField"
          label="Time field"
          placeholder="None"
          mono
          className={classes['grow']}
          value={draft.timeField}
          disabled={disabled}
          onChange={(timeField) => set({ timeField, chosen: choose({ timeField: true }) })}
        />
      </div>
      <p className={classes['hint']}>Each is a path such as data.items, or a JSONata expression.</p>
      <PairsField
        path="computed"
        label="Computed fields"
        one="computed field"
        hint="Further fields, each a JSONata expression evaluated on the record."
        namePlaceholder="total"
        valuePlaceholder="price * amount"
        pairs={draft.computed}
        disabled={disabled}
        onChange={(computed) => set({ computed })}
      />
      <RichFields {...props} />
      <Checkbox
        label="A record that is missing from the whole listing was deleted"
        description="It is marked so and no longer shown. Leave this off where old records merely drop out of the list."
        checked={draft.completeListing}
        disabled={disabled}
        onChange={(event) => set({ completeListing: event.currentTarget.checked })}
        data-testid="field-completeListing"
      />
    </Fold>
  );
}
