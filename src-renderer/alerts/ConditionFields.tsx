import { Chip, Group, Input, Switch } from '@mantine/core';
import { freshnessState, stateNames } from '../../src-preload/contract/index.ts';
import type { AlertCondition } from '../../src-preload/contract/index.ts';
import { ChoiceField } from '../add-source/form/ChoiceField.tsx';
import { DurationField } from '../add-source/form/DurationField.tsx';
import { NumberField } from '../add-source/form/NumberField.tsx';
import { useProblem } from '../add-source/form/problems.ts';
import { TextField } from '../add-source/form/TextField.tsx';
import { OF_AGE } from './alert-form.ts';
import classes from './Alerts.module.css';
import type { PartProps } from './WatchFields.tsx';

const CONDITIONS: readonly (readonly [AlertCondition['is'], string])[] = [
  ['above', 'Is above'],
  ['at-least', 'Is at least'],
  ['below', 'Is below'],
  ['at-most', 'Is at most'],
  ['inside', 'Is between'],
  ['outside', 'Is outside of'],
  ['equal', 'Is equal to'],
  ['not-equal', 'Is other than'],
  ['older-than', 'Data are older than'],
  ['in-state', 'Source is in a state'],
];

const STALE = [
  ['say', 'Fire, and say how old they are'],
  ['wait', 'Wait for younger data'],
] as const;

function StateFields({ form, onChange }: PartProps) {
  const problem = useProblem('condition.states');
  return (
    <Input.Wrapper label="States" labelElement="div" error={problem}>
      <Chip.Group
        multiple
        value={form.states}
        onChange={(chosen) => onChange({ states: freshnessState.options.filter((state) => chosen.includes(state)) })}
      >
        <Group gap={6} role="group" aria-label="States">
          {(Object.keys(stateNames) as (keyof typeof stateNames)[]).map((state) => (
            <Chip key={state} value={state} size="xs">
              {stateNames[state]}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Input.Wrapper>
  );
}

/** What belongs to a condition: a limit, two, a text, an age or states. */
function LimitFields({ form, onChange }: PartProps) {
  const number = { allowNegative: true, hideControls: true } as const;
  switch (form.is) {
    case 'inside':
    case 'outside':
      return (
        <>
          <NumberField path="condition.from" label="From" value={form.from} onChange={(from) => onChange({ from })} {...number} />
          <NumberField path="condition.to" label="To" value={form.to} onChange={(to) => onChange({ to })} {...number} />
        </>
      );
    case 'equal':
    case 'not-equal':
      return <TextField path="condition.value" label="Value" value={form.text} onChange={(text) => onChange({ text })} />;
    case 'older-than':
      return (
        <DurationField path="condition.seconds" label="Age" seconds={form.ageSeconds} onChange={(ageSeconds) => onChange({ ageSeconds })} />
      );
    case 'in-state':
      return null;
    default:
      return <NumberField path="condition.value" label="Limit" value={form.value} onChange={(value) => onChange({ value })} {...number} />;
  }
}

/** What must hold, for how long, and on what data. */
export function ConditionFields({ form, onChange }: PartProps) {
  const choices = form.kind === 'source' ? CONDITIONS.filter(([is]) => OF_AGE.has(is)) : CONDITIONS;
  return (
    <fieldset className={classes['card']}>
      <legend>When it fires</legend>
      <div className={classes['line']}>
        <ChoiceField path="condition.is" label="Condition" value={form.is} choices={choices} onChange={(is) => onChange({ is })} />
        <LimitFields form={form} onChange={onChange} />
      </div>
      {form.is === 'in-state' && <StateFields form={form} onChange={onChange} />}
      <div className={classes['line']}>
        <DurationField
          path="forSeconds"
          label="For how long it must hold"
          description="0: at once."
          seconds={form.forSeconds}
          onChange={(forSeconds) => onChange({ forSeconds })}
        />
        <NumberField
          path="readings"
          label="Readings in a row"
          description="One is made after each refresh."
          value={form.readings}
          onChange={(readings) => onChange({ readings })}
        />
      </div>
      {!OF_AGE.has(form.is) && (
        <ChoiceField
          path="staleData"
          label="On data older than their rule"
          value={form.staleData}
          choices={STALE}
          onChange={(staleData) => onChange({ staleData })}
        />
      )}
      <Switch
        label="Switched on"
        checked={form.enabled}
        onChange={(event) => onChange({ enabled: event.currentTarget.checked })}
        data-testid="field-enabled"
      />
    </fieldset>
  );
}
