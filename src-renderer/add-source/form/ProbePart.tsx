import { Checkbox } from '@mantine/core';
import type { Draft } from '../draft.ts';
import { Fold } from './Fold.tsx';
import classes from './form.module.css';
import { NumberField } from './NumberField.tsx';
import { PairsField } from './PairsField.tsx';
import type { PartProps } from './part.ts';
import { useProblem } from './problems.ts';
import { TextField } from './TextField.tsx';

/** A cheap call that tells whether the costly one is worth making. */
export function ProbePart({ draft, set, disabled }: PartProps) {
  const { probe } = draft;
  const problem = useProblem('probe.withCredentials');
  const change = (part: Partial<Draft['probe']>) => set({ probe: { ...probe, ...part } });
  const asks = probe.url.trim() !== '';
  return (
    <Fold title="Ask first" summary={asks ? probe.value || 'The whole answer' : 'Nothing'} paths={['probe']}>
      <p className={classes['hint']}>
        A cheap address whose answer changes whenever there is something new. While it stays the same, the costly call is not made. Force
        always makes it.
      </p>
      <div className={classes['row']}>
        <TextField
          path="probe.url"
          label="Address to ask first"
          placeholder="https://api.example.com/last-updated"
          inputMode="url"
          mono
          className={classes['grow']}
          value={probe.url}
          disabled={disabled}
          onChange={(url) => change({ url })}
        />
        <TextField
          path="probe.value"
          label="What changes in its answer"
          placeholder="The whole answer"
          mono
          className={classes['grow']}
          value={probe.value}
          disabled={disabled}
          onChange={(value) => change({ value })}
        />
        <NumberField
          path="probe.cost"
          label="Costs"
          placeholder="1"
          className={classes['narrow']}
          value={probe.cost}
          disabled={disabled}
          onChange={(cost) => change({ cost })}
        />
      </div>
      {asks && (
        <>
          <Checkbox
            label="Send the sign-in and the headers of the source along"
            description="Only to the origin of the source."
            checked={probe.withCredentials}
            error={problem}
            disabled={disabled}
            onChange={(event) => change({ withCredentials: event.currentTarget.checked })}
            data-testid="field-probe.withCredentials"
          />
          <PairsField
            path="probe.query"
            label="Query parameters of this call"
            one="parameter of this call"
            pairs={probe.query}
            disabled={disabled}
            onChange={(query) => change({ query })}
          />
          <PairsField
            path="probe.headers"
            label="Headers of this call"
            one="header of this call"
            pairs={probe.headers}
            disabled={disabled}
            onChange={(headers) => change({ headers })}
          />
        </>
      )}
    </Fold>
  );
}
