import { SegmentedControl } from '@mantine/core';
import { policySentence } from '../../../src-preload/contract/index.ts';
import type { PolicyDraft } from '../draft.ts';
import { policyToInput } from '../draft.ts';
import { DurationField } from './DurationField.tsx';
import classes from './form.module.css';
import { useProblem } from './problems.ts';

const PRESETS = [
  { value: 'smart', label: 'While I look' },
  { value: 'fixed', label: 'Always' },
  { value: 'manual', label: 'Only when I ask' },
] as const;

interface PolicyFieldsProps {
  policy: PolicyDraft;
  onChange: (policy: PolicyDraft) => void;
  disabled: boolean;
}

/** When a source is called by itself, and from what age on its data is called stale. */
export function PolicyFields({ policy, onChange, disabled }: PolicyFieldsProps) {
  const change = (part: Partial<PolicyDraft>) => onChange({ ...policy, ...part });
  const general = useProblem('policy');
  const ofPreset = useProblem('policy.preset');
  const problem = general ?? ofPreset;
  return (
    <div className={classes['group']}>
      <SegmentedControl
        aria-label="When it is refreshed"
        data={PRESETS.map((preset) => ({ ...preset }))}
        value={policy.preset}
        disabled={disabled}
        onChange={(value) => {
          const chosen = PRESETS.find((preset) => preset.value === value);
          if (chosen !== undefined) change({ preset: chosen.value });
        }}
        data-testid="field-policy.preset"
      />
      <p className={classes['hint']} data-testid="policy-sentence">
        {policySentence(policyToInput(policy))}
      </p>
      {problem !== undefined && <p className={classes['error']}>{problem}</p>}
      <div className={classes['row']}>
        {policy.preset === 'smart' && (
          <>
            <DurationField
              path="policy.whileActiveSeconds"
              label="While you look, every"
              seconds={policy.whileActiveSeconds}
              disabled={disabled}
              onChange={(whileActiveSeconds) => change({ whileActiveSeconds })}
            />
            <DurationField
              path="policy.staleOnOpenSeconds"
              label="When you open it, if older than"
              seconds={policy.staleOnOpenSeconds}
              disabled={disabled}
              onChange={(staleOnOpenSeconds) => change({ staleOnOpenSeconds })}
            />
          </>
        )}
        {policy.preset === 'fixed' && (
          <DurationField
            path="policy.everySeconds"
            label="Every"
            seconds={policy.everySeconds}
            disabled={disabled}
            onChange={(everySeconds) => change({ everySeconds })}
          />
        )}
        {policy.preset === 'manual' && (
          <DurationField
            path="policy.staleSeconds"
            label="Stale when older than"
            seconds={policy.staleSeconds}
            disabled={disabled}
            onChange={(staleSeconds) => change({ staleSeconds })}
          />
        )}
        <DurationField
          path="policy.veryStaleSeconds"
          label="Very stale when older than"
          placeholder="6 × stale"
          seconds={policy.veryStaleSeconds}
          disabled={disabled}
          onChange={(veryStaleSeconds) => change({ veryStaleSeconds })}
        />
      </div>
    </div>
  );
}
