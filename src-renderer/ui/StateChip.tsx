import { Tooltip } from '@mantine/core';
import type { SourceStatus } from '../../src-preload/contract/index.ts';
import { useFreshet } from '../bridge/store.ts';
import { cx } from './cx.ts';
import { absoluteTime } from './format.ts';
import { nextStep, ruleWords, stateAt, stateWords } from './state-words.ts';
import classes from './StateChip.module.css';
import { StateIcon } from './StateIcon.tsx';
import { useNowFor } from './use-now.ts';

function Facts({ source, step }: { source: SourceStatus; step: string }) {
  return (
    <dl className={classes['facts']}>
      <dt>Data as of</dt>
      <dd>{source.dataAsOf === null ? 'not stated by the data' : absoluteTime(source.dataAsOf)}</dd>
      <dt>Checked at</dt>
      <dd>{source.checkedAt === null ? 'never' : absoluteTime(source.checkedAt)}</dd>
      <dt>Rule</dt>
      <dd>{ruleWords(source)}</dd>
      <dt>Next</dt>
      <dd>{step}</dd>
    </dl>
  );
}

/** The state of a source in shape and words; its tooltip holds the moments, the rule and the next step. */
export function StateChip({ source }: { source: SourceStatus }) {
  const now = useNowFor(source.checkedAt);
  const looking = useFreshet((state) => state.activity?.active ?? false);
  const state = stateAt(source, looking, now);
  const words = stateWords(source, state, now);
  return (
    <Tooltip
      multiline
      maw={360}
      openDelay={300}
      events={{ hover: true, focus: true, touch: true }}
      label={<Facts source={source} step={nextStep(source, state)} />}
    >
      <span className={cx(classes['chip'], classes[state])} data-testid="state-chip" data-state={state} tabIndex={0}>
        <StateIcon state={state} />
        <span className={classes['words']}>{words}</span>
      </span>
    </Tooltip>
  );
}
