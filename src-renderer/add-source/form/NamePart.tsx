import { suggestName } from '../draft.ts';
import classes from './form.module.css';
import type { PartProps } from './part.ts';
import { TextField } from './TextField.tsx';

interface NamePartProps extends PartProps {
  nameTestId: string;
  /** The id of a source that exists cannot be changed. */
  fixedId: boolean;
}

export function NamePart({ draft, set, disabled, nameTestId, fixedId }: NamePartProps) {
  return (
    <div className={classes['row']}>
      <TextField
        path="name"
        label="Name"
        className={classes['grow']}
        placeholder={suggestName(draft.url.trim()) || 'Made from the URL'}
        value={draft.name}
        disabled={disabled}
        onChange={(name) => set({ name })}
        testId={nameTestId}
      />
      {!fixedId && (
        <TextField
          path="id"
          label="Id"
          className={classes['grow']}
          placeholder="Made from the name"
          mono
          value={draft.id}
          disabled={disabled}
          onChange={(id) => set({ id })}
        />
      )}
    </div>
  );
}
