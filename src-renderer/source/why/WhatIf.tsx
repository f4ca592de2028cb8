import { NumberInput, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Decision, SourceStatus, WhatIf as Question } from '../../../src-preload/contract/index.ts';
import { DurationField } from '../../add-source/form/DurationField.tsx';
import { api } from '../../bridge/connection.ts';
import { Sentence } from '../../ui/Sentence.tsx';
import { useAnswer } from '../../ui/use-answer.ts';
import type { NumberText } from '../../add-source/draft.ts';
import classes from '../source.module.css';

interface Supposed {
  /** As the control of the browser gives it, local and without a zone; empty: now. */
  at: string;
  ageSeconds: NumberText;
  active: boolean;
  /** `null` for a source that nothing is pushed to. */
  pushed: boolean | null;
  failures: NumberText;
  pressed: boolean;
}

function questionOf(id: string, supposed: Supposed): Question {
  const at = supposed.at === '' ? null : new Date(supposed.at);
  const then = at === null || Number.isNaN(at.getTime()) ? new Date() : at;
  return {
    sourceId: id,
    at: then.toISOString(),
    ...(supposed.pressed ? { asked: 'normal' as const } : {}),
    state: {
      active: supposed.active,
      ...(supposed.pushed === null ? {} : { pushed: supposed.pushed }),
      ...(supposed.ageSeconds === '' ? {} : { checkedAt: new Date(then.getTime() - supposed.ageSeconds * 1000).toISOString() }),
      ...(supposed.failures === '' ? {} : { failures: supposed.failures }),
    },
  };
}

async function ask(text: string): Promise<Decision> {
  const { id, ...supposed } = JSON.parse(text) as Supposed & { id: string };
  return (await api().decisions.test(questionOf(id, supposed))).decision;
}

const VERDICTS: Record<Decision['action'], string> = {
  refresh: 'It would refresh.',
  wait: 'It would wait.',
  refuse: 'It would refuse.',
  join: 'It would join.',
};

/** Asks `decide` about another time or state. Nothing is done. */
export function WhatIf({ source }: { source: SourceStatus }) {
  const [supposed, setSupposed] = useState<Supposed>({
    at: '',
    ageSeconds: '',
    active: true,
    pushed: source.config.push === undefined ? null : (source.push?.connected ?? false),
    failures: '',
    pressed: false,
  });
  const change = (part: Partial<Supposed>) => setSupposed((before) => ({ ...before, ...part }));
  // A refresh changes the answer too.
  const question = JSON.stringify({ ...supposed, id: source.id, checkedAt: source.checkedAt });
  const decision = useAnswer(question, ask);
  return (
    <details className={classes['whatIf']} data-testid="what-if">
      <summary>What if…</summary>
      <div>
        <TextInput
          type="datetime-local"
          label="It were"
          description="Now, if empty"
          value={supposed.at}
          onChange={(event) => change({ at: event.currentTarget.value })}
          data-testid="what-if-at"
        />
        <DurationField
          path="what-if.age"
          label="The data were this old"
          placeholder="As it is"
          seconds={supposed.ageSeconds}
          onChange={(ageSeconds) => change({ ageSeconds })}
        />
        <NumberInput
          label="Failures in a row"
          placeholder="As it is"
          min={0}
          hideControls
          value={supposed.failures}
          onChange={(value) => change({ failures: typeof value === 'number' ? value : '' })}
        />
        <Switch
          label="Somebody looks"
          checked={supposed.active}
          onChange={(event) => change({ active: event.currentTarget.checked })}
          data-testid="what-if-active"
        />
        {supposed.pushed !== null && (
          <Switch
            label="Changes are pushed"
            checked={supposed.pushed}
            onChange={(event) => change({ pushed: event.currentTarget.checked })}
            data-testid="what-if-pushed"
          />
        )}
        <Switch
          label="Refresh is pressed"
          checked={supposed.pressed}
          onChange={(event) => change({ pressed: event.currentTarget.checked })}
          data-testid="what-if-pressed"
        />
      </div>
      {decision !== null && (
        <p data-testid="what-if-answer">
          <strong>{VERDICTS[decision.action]}</strong> <Sentence decision={decision} />
        </p>
      )}
    </details>
  );
}
