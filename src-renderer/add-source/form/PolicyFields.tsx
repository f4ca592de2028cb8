import { NumberInput, TextInput } from '@mantine/core';
import { policySentence } from '../../../src-preload/contract/index.ts';
import type { NumberText, PolicyDraft } from '../draft.ts';
import { policyToInput } from '../draft.ts';
import { ChoiceField } from './ChoiceField.tsx';
import { DurationField } from './DurationField.tsx';
import classes from './form.module.css';
import { FollowFields } from './FollowFields.tsx';
import { HoursFields } from './HoursFields.tsx';
import { useProblem } from './problems.ts';

const PRESETS = [
  ['smart', 'While I look'],
  ['fixed', 'Always, at an interval'],
  ['cache', 'When it has expired'],
  ['prewarm', 'Before it expires'],
  ['sync', 'In step with a sync'],
  ['realtime', 'As changes are pushed'],
  ['cron', 'By a schedule'],
  ['manual', 'Only when I ask'],
] as const;

type DurationName = { [Name in keyof PolicyDraft]: PolicyDraft[Name] extends NumberText ? Name : never }[keyof PolicyDraft];

/** The fields of each preset: the name in the form, the path in the contract, the label. */
const DURATIONS: Record<PolicyDraft['preset'], readonly (readonly [DurationName, string, string])[]> = {
  smart: [
    ['whileActiveSeconds', 'whileActiveSeconds', 'While you look, every'],
    ['staleOnOpenSeconds', 'staleOnOpenSeconds', 'When you open it, if older than'],
  ],
  fixed: [['everySeconds', 'everySeconds', 'Every']],
  cache: [['cacheTtlSeconds', 'ttlSeconds', 'Good for']],
  prewarm: [
    ['prewarmTtlSeconds', 'ttlSeconds', 'Good for'],
    ['leadSeconds', 'leadSeconds', 'Refreshed before that ends by'],
  ],
  sync: [
    ['syncSeconds', 'everySeconds', 'Sync every'],
    ['syncTtlSeconds', 'ttlSeconds', 'Results good for'],
  ],
  realtime: [
    ['fallbackSeconds', 'fallbackSeconds', 'While nothing is pushed and you look, every'],
    ['checkSeconds', 'checkSeconds', 'While changes are pushed, check everything every'],
    ['pushStaleSeconds', 'staleSeconds', 'Without push, stale when older than'],
  ],
  cron: [['cronStaleSeconds', 'staleSeconds', 'Stale when older than']],
  manual: [['staleSeconds', 'staleSeconds', 'Stale when older than']],
};

interface PolicyFieldsProps {
  policy: PolicyDraft;
  onChange: (policy: PolicyDraft) => void;
  disabled: boolean;
}

/** When a source is called by itself, and from what age on its data is called stale. */
export function PolicyFields({ policy, onChange, disabled }: PolicyFieldsProps) {
  const change = (part: Partial<PolicyDraft>) => onChange({ ...policy, ...part });
  const general = useProblem('policy');
  const ofExpression = useProblem('policy.expression');
  const ofZone = useProblem('policy.timeZone');
  const ofSlower = useProblem('policy.slowerWhenSaving');
  const duration = (name: DurationName, path: string, label: string, placeholder?: string) => (
    <DurationField
      key={name}
      path={`policy.${path}`}
      label={label}
      {...(placeholder === undefined ? {} : { placeholder })}
      seconds={policy[name]}
      disabled={disabled}
      onChange={(seconds) => change({ [name]: seconds })}
    />
  );
  return (
    <div className={classes['group']}>
      <ChoiceField
        path="policy.preset"
        label="When it is refreshed"
        value={policy.preset}
        choices={PRESETS}
        disabled={disabled}
        onChange={(preset) => change({ preset })}
      />
      <p className={classes['hint']} data-testid="policy-sentence">
        {policySentence(policyToInput(policy))}
      </p>
      {general !== undefined && <p className={classes['error']}>{general}</p>}
      <div className={classes['row']}>
        {policy.preset === 'cron' && (
          <>
            <TextInput
              label="Schedule"
              description="Minute, hour, day, month, weekday"
              value={policy.expression}
              error={ofExpression}
              disabled={disabled}
              onChange={(event) => change({ expression: event.currentTarget.value })}
              data-testid="field-policy.expression"
            />
            <TextInput
              label="Time zone"
              description="For example Europe/Berlin"
              placeholder="Of this computer"
              value={policy.timeZone}
              error={ofZone}
              disabled={disabled}
              onChange={(event) => change({ timeZone: event.currentTarget.value })}
              data-testid="field-policy.timeZone"
            />
          </>
        )}
        {DURATIONS[policy.preset].map(([name, path, label]) => duration(name, path, label))}
      </div>
      <div className={classes['row']}>
        {duration('whileIdleSeconds', 'whileIdleSeconds', 'Also while nobody looks, every', 'Not set')}
        {policy.preset !== 'smart' && duration('onOpenSeconds', 'onOpenSeconds', 'Also on opening, if older than', 'Not set')}
        {duration('veryStaleSeconds', 'veryStaleSeconds', 'Very stale when older than', '6 × stale')}
        <NumberInput
          label="On battery, times as slow"
          placeholder="1"
          min={1}
          max={100}
          hideControls
          value={policy.slowerWhenSaving}
          error={ofSlower}
          disabled={disabled}
          onChange={(value) => change({ slowerWhenSaving: typeof value === 'number' ? value : '' })}
          data-testid="field-policy.slowerWhenSaving"
        />
      </div>
      <FollowFields follow={policy.follow} disabled={disabled} onChange={(follow) => change({ follow })} />
      <HoursFields
        path="policy.activeHours"
        label="Scheduled calls within these hours only"
        hours={policy.activeHours}
        disabled={disabled}
        onChange={(activeHours) => change({ activeHours })}
      />
      <HoursFields
        path="policy.quietHours"
        label="No scheduled calls within these hours"
        hours={policy.quietHours}
        disabled={disabled}
        onChange={(quietHours) => change({ quietHours })}
      />
    </div>
  );
}
