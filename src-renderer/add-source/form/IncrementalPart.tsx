import type { Draft } from '../draft.ts';
import { ChoiceField } from './ChoiceField.tsx';
import { DurationField } from './DurationField.tsx';
import { Fold } from './Fold.tsx';
import classes from './form.module.css';
import { NumberField } from './NumberField.tsx';
import type { PartProps } from './part.ts';
import { TextField } from './TextField.tsx';

const FORMATS = [
  ['iso', 'ISO 8601'],
  ['unix-seconds', 'Unix seconds'],
  ['unix-milliseconds', 'Unix milliseconds'],
  ['text', 'As in the record'],
] as const;

/** How a source asks only for what has changed since its newest record. */
export function IncrementalPart({ draft, set, disabled }: PartProps) {
  const { incremental } = draft;
  const change = (part: Partial<Draft['incremental']>) => set({ incremental: { ...incremental, ...part } });
  const param = incremental.param.trim();
  return (
    <Fold title="Only what changed" summary={param === '' ? 'Everything each time' : `By ${param}`} paths={['incremental']}>
      <p className={classes['hint']}>
        For an API that takes a moment from which on records are wanted, such as updated_since. Everything is still asked for now and then.
      </p>
      <div className={classes['row']}>
        <TextField
          path="incremental.param"
          label="Parameter that takes the moment"
          placeholder="Everything each time"
          mono
          className={classes['grow']}
          value={incremental.param}
          disabled={disabled}
          onChange={(next) => change({ param: next })}
        />
        {param !== '' && (
          <>
            <TextField
              path="incremental.field"
              label="Field that says when a record changed"
              placeholder={draft.timeField || 'The time field'}
              mono
              className={classes['grow']}
              value={incremental.field}
              disabled={disabled}
              onChange={(field) => change({ field })}
            />
            <ChoiceField
              path="incremental.format"
              label="Written as"
              value={incremental.format}
              choices={FORMATS}
              disabled={disabled}
              onChange={(format) => change({ format })}
            />
          </>
        )}
      </div>
      {param !== '' && (
        <div className={classes['row']}>
          {incremental.format !== 'text' && (
            <DurationField
              path="incremental.lookBackSeconds"
              label="Look back, for records that arrive late"
              seconds={incremental.lookBackSeconds}
              disabled={disabled}
              onChange={(lookBackSeconds) => change({ lookBackSeconds })}
            />
          )}
          <NumberField
            path="incremental.fullEveryHours"
            label="Everything again every"
            suffix=" h"
            min={1}
            value={incremental.fullEveryHours}
            disabled={disabled}
            onChange={(fullEveryHours) => change({ fullEveryHours })}
          />
        </div>
      )}
    </Fold>
  );
}
