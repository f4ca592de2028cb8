import { ActionIcon, Button, Checkbox } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { FollowDraft } from '../draft.ts';
import { DurationField } from './DurationField.tsx';
import classes from './form.module.css';
import { useProblem } from './problems.ts';

const MOST_STEPS = 10;

interface FollowFieldsProps {
  follow: FollowDraft;
  onChange: (follow: FollowDraft) => void;
  disabled: boolean;
}

/** Shorter intervals around the records' own times, as odds have them around kick-off. */
export function FollowFields({ follow, onChange, disabled }: FollowFieldsProps) {
  const problem = useProblem('policy.follow');
  const change = (part: Partial<FollowDraft>) => onChange({ ...follow, ...part });
  const changeStep = (index: number, part: Partial<FollowDraft['before'][number]>) =>
    change({ before: follow.before.map((step, at) => (at === index ? { ...step, ...part } : step)) });
  return (
    <div className={classes['group']}>
      <Checkbox
        label="More often around the records' own times"
        description="For odds around kick-off and the like. Needs a time field among the records' settings."
        checked={follow.on}
        disabled={disabled}
        onChange={(event) => change({ on: event.currentTarget.checked })}
        data-testid="field-policy.follow.on"
      />
      {follow.on && (
        <>
          {follow.before.map((step, index) => (
            <div key={index} className={classes['step']}>
              <DurationField
                path={`policy.follow.before.${index}.withinSeconds`}
                label="So long before"
                seconds={step.withinSeconds}
                disabled={disabled}
                onChange={(withinSeconds) => changeStep(index, { withinSeconds })}
              />
              <DurationField
                path={`policy.follow.before.${index}.everySeconds`}
                label="Every"
                seconds={step.everySeconds}
                disabled={disabled}
                onChange={(everySeconds) => changeStep(index, { everySeconds })}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={disabled}
                aria-label={`Remove step ${index + 1}`}
                onClick={() => change({ before: follow.before.filter((_step, at) => at !== index) })}
              >
                <IconX size={16} stroke={1.6} aria-hidden />
              </ActionIcon>
            </div>
          ))}
          {follow.before.length < MOST_STEPS && (
            <div>
              <Button
                variant="default"
                size="compact-sm"
                leftSection={<IconPlus size={14} stroke={1.6} aria-hidden />}
                disabled={disabled}
                onClick={() => change({ before: [...follow.before, { withinSeconds: 3_600, everySeconds: 300 }] })}
                data-testid="follow-add"
              >
                Add a step
              </Button>
            </div>
          )}
          <div className={classes['row']}>
            <DurationField
              path="policy.follow.liveEverySeconds"
              label="From then on, every"
              seconds={follow.liveEverySeconds}
              disabled={disabled}
              onChange={(liveEverySeconds) => change({ liveEverySeconds })}
            />
            <DurationField
              path="policy.follow.liveForSeconds"
              label="For"
              seconds={follow.liveForSeconds}
              disabled={disabled}
              onChange={(liveForSeconds) => change({ liveForSeconds })}
            />
          </div>
        </>
      )}
      {problem !== undefined && <p className={classes['error']}>{problem}</p>}
    </div>
  );
}
