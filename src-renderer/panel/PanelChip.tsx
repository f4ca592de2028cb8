import { Tooltip } from '@mantine/core';
import { IconTag } from '@tabler/icons-react';
import type { FreshnessTarget, SourceStatus } from '../../src-preload/contract/index.ts';
import { durationWords } from '../../src-preload/contract/index.ts';
import { useFreshet } from '../bridge/store.ts';
import { Ago } from '../ui/Ago.tsx';
import { cx } from '../ui/cx.ts';
import { absoluteTime, percentWords } from '../ui/format.ts';
import classes from '../ui/StateChip.module.css';
import { StateIcon } from '../ui/StateIcon.tsx';
import { nextStep, ruleWords, stateAt, stateWords } from '../ui/state-words.ts';
import { useNowFor } from '../ui/use-now.ts';
import { oldestCheck, worstSource } from './panel-state.ts';
import panelClasses from './panel.module.css';

interface PanelChipProps {
  sources: readonly SourceStatus[];
  computedAt: string | null;
  target: FreshnessTarget | undefined;
}

const FACTS_OF = 4;

function Facts({ sources, computedAt, target, now, looking }: PanelChipProps & { now: number; looking: boolean }) {
  return (
    <dl className={classes['facts']}>
      {sources.slice(0, FACTS_OF).map((source) => {
        const state = stateAt(source, looking, now);
        return [
          <dt key={`${source.id} name`}>{source.name}</dt>,
          <dd key={source.id}>
            {stateWords(source, state, now)}
            <br />
            Checked {source.checkedAt === null ? 'never' : absoluteTime(source.checkedAt)}
            <br />
            {ruleWords(source)}
            <br />
            {nextStep(source, state)}
          </dd>,
        ];
      })}
      {sources.length > FACTS_OF && [<dt key="more" />, <dd key="more words">and {sources.length - FACTS_OF} more sources</dd>]}
      <dt>Worked out</dt>
      <dd>{computedAt === null ? 'not yet' : absoluteTime(computedAt)}</dd>
      {target !== undefined && [
        <dt key="target">Target</dt>,
        <dd key="target words">
          at most {durationWords(target.maxAgeSeconds)} old, {percentWords(target.share)} of the time that somebody looks
        </dd>,
      ]}
    </dl>
  );
}

/** How old what a panel shows is, as its worst source has it; the tooltip tells all of them. */
export function PanelChip({ sources, computedAt, target }: PanelChipProps) {
  const oldest = oldestCheck(sources);
  const now = useNowFor(oldest ?? computedAt);
  const looking = useFreshet((state) => state.activity?.active ?? false);
  const demo = useFreshet((state) => state.app?.demo.on === true && sources.length > 0 && sources.every(({ origin }) => origin === 'demo'));
  const worst = worstSource(sources, looking, now);
  if (worst === null) {
    return computedAt === null ? null : (
      <span className={panelClasses['worked']} data-testid="panel-chip">
        Worked out <Ago iso={computedAt} />
      </span>
    );
  }
  const { source, state } = worst;
  const well = state === 'fresh' || state === 'live' || state === 'refreshing';
  const words = `${sources.length > 1 && !well ? `${source.name}: ` : ''}${stateWords(source, state, now)}`;
  return (
    <>
      {demo && (
        <span className={panelClasses['demo']} title="Demo: from the server inside Freshet; no call leaves this computer">
          <IconTag size={14} stroke={2} aria-hidden />
          <span className="fr-hidden">Demo</span>
        </span>
      )}
      <Tooltip
        multiline
        maw={400}
        openDelay={300}
        events={{ hover: true, focus: true, touch: true }}
        label={<Facts sources={sources} computedAt={computedAt} target={target} now={now} looking={looking} />}
      >
        <span
          className={cx(classes['chip'], classes[state], panelClasses['chip'])}
          data-testid="panel-chip"
          data-state={state}
          tabIndex={0}
        >
          <StateIcon state={state} />
          <span className={classes['words']}>
            {state === 'fresh' ? (
              <>
                <span className={panelClasses['word']}>Fresh · </span>
                {words.replace(/^Fresh · /, '')}
              </>
            ) : (
              words
            )}
          </span>
        </span>
      </Tooltip>
    </>
  );
}
