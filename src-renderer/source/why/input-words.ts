import { durationWords } from '../../../src-preload/contract/index.ts';
import type { Decision } from '../../../src-preload/contract/index.ts';
import { absoluteTime, timeWords } from '../../ui/format.ts';

export interface InputWords {
  name: string;
  value: string;
  title?: string;
}

const moment = (name: string, iso: string | null, none: string): InputWords =>
  iso === null ? { name, value: none } : { name, value: timeWords(iso), title: absoluteTime(iso) };

const length = (name: string, seconds: number | null, none: string): InputWords => ({
  name,
  value: seconds === null ? none : durationWords(seconds),
});

function leftWords({ quotaRemaining, quotaLimit }: Decision['inputs']): string {
  if (quotaRemaining === null) return 'no limit set';
  return quotaLimit === null ? String(quotaRemaining) : `${quotaRemaining} of ${quotaLimit}, held back by the plan`;
}

/** What the decision was made from, in words. */
export function inputWords({ inputs, dueAt }: Pick<Decision, 'inputs' | 'dueAt'>): InputWords[] {
  const looking = inputs.active ? (inputs.lookingSince === null ? 'yes' : `yes, since ${timeWords(inputs.lookingSince)}`) : 'no';
  return [
    moment('Last checked', inputs.checkedAt, 'never'),
    length('Age of the data', inputs.ageSeconds, 'unknown'),
    { name: 'Somebody looking', value: looking },
    ...(inputs.active ? [] : [moment('Last looked at', inputs.lastLookedAt, 'never')]),
    length('Interval of the rule', inputs.intervalSeconds, 'none'),
    length('Stale when older than', inputs.staleSeconds, 'never'),
    { name: 'Failed in a row', value: String(inputs.failures) },
    moment('In the way until', inputs.untilAt, 'nothing in the way, or no end known'),
    { name: inputs.quotaUnit === 'call' ? 'Calls left' : 'Credits left', value: leftWords(inputs) },
    ...(inputs.sharedWith === undefined ? [] : [{ name: 'Along with', value: inputs.sharedWith }]),
    moment('Next call', dueAt, 'not by itself'),
  ];
}
