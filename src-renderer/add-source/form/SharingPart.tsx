import { type Draft, emptySharing } from '../draft.ts';
import { ChoiceField } from './ChoiceField.tsx';
import { Fold } from './Fold.tsx';
import classes from './form.module.css';
import { NumberField } from './NumberField.tsx';
import type { PartProps } from './part.ts';
import { useProblem } from './problems.ts';
import { TextField } from './TextField.tsx';

const KINDS = [
  ['same', 'The same request'],
  ['batch', 'The same but for the ids'],
  ['widest', 'The same but for the number of records'],
] as const;

const HINTS: Record<Draft['sharing']['kind'], string> = {
  same: 'Sources that send the same request are served by one call, whatever they read from its answer.',
  batch: 'One call asks for the ids of all of them, and each takes the records that are its own.',
  widest: 'The one that wants most is asked for, and each takes as many of the first records as it wants.',
};

/** With which other sources a source shares its calls. */
export function SharingPart({ draft, set, disabled }: PartProps) {
  const { sharing } = draft;
  const ofBatch = useProblem('batch');
  const ofWidest = useProblem('widest');
  const change = (part: Partial<Draft['sharing']>) => set({ sharing: { ...sharing, ...part } });
  const { kind } = sharing;
  const problem = ofBatch ?? ofWidest;
  return (
    <Fold title="Shared calls" summary={KINDS.find(([key]) => key === kind)?.[1] ?? ''} paths={['batch', 'widest']}>
      <div className={classes['row']}>
        <ChoiceField
          path="sharing.kind"
          label="Shares its calls with sources that ask"
          value={kind}
          choices={KINDS}
          disabled={disabled}
          onChange={(next) => set({ sharing: emptySharing(next) })}
        />
        {kind !== 'same' && (
          <TextField
            path={`${kind}.param`}
            label={kind === 'batch' ? 'Parameter that holds the ids' : 'Parameter that holds the number'}
            placeholder={kind === 'batch' ? 'ids' : 'limit'}
            mono
            className={classes['grow']}
            value={sharing.param}
            disabled={disabled}
            onChange={(param) => change({ param })}
          />
        )}
      </div>
      <p className={classes['hint']}>{HINTS[kind]}</p>
      {problem !== undefined && <p className={classes['error']}>{problem}</p>}
      {kind === 'batch' && (
        <div className={classes['row']}>
          <TextField
            path="batch.separator"
            label="Between ids"
            placeholder=","
            mono
            className={classes['narrow']}
            value={sharing.separator}
            disabled={disabled}
            onChange={(separator) => change({ separator })}
          />
          <NumberField
            path="batch.most"
            label="Ids per call"
            className={classes['narrow']}
            min={1}
            value={sharing.most}
            disabled={disabled}
            onChange={(most) => change({ most })}
          />
          <TextField
            path="batch.key"
            label="What in a record was asked for"
            placeholder="The id of the record"
            mono
            className={classes['grow']}
            value={sharing.key}
            disabled={disabled}
            onChange={(key) => change({ key })}
          />
        </div>
      )}
    </Fold>
  );
}
