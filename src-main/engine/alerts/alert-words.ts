import type { Alert, AlertCondition, AlertEvent } from '../../../src-preload/contract/index.ts';
import { durationWords, freshnessState, stateNames } from '../../../src-preload/contract/index.ts';
import type { Reading } from './alert-reading.ts';

/** No more of a value than a notification shows. */
const MOST_CHARACTERS = 100;

const numberWords = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 4 });
const valueWords = (value: number | string) =>
  typeof value === 'number' ? numberWords(value) : value.length > MOST_CHARACTERS ? `${value.slice(0, MOST_CHARACTERS)}…` : value;

function limitWords(condition: AlertCondition): string {
  switch (condition.is) {
    case 'above':
      return `above ${numberWords(condition.value)}`;
    case 'at-least':
      return `at least ${numberWords(condition.value)}`;
    case 'below':
      return `below ${numberWords(condition.value)}`;
    case 'at-most':
      return `at most ${numberWords(condition.value)}`;
    case 'inside':
      return `from ${numberWords(condition.from)} to ${numberWords(condition.to)}`;
    case 'outside':
      return `outside of ${numberWords(condition.from)} to ${numberWords(condition.to)}`;
    case 'equal':
      return `equal to ${valueWords(condition.value)}`;
    case 'not-equal':
      return `other than ${valueWords(condition.value)}`;
    case 'older-than':
      return `older than ${durationWords(condition.seconds)}`;
    case 'in-state':
      return condition.states.map((state) => stateNames[state]).join(' or ');
  }
}

function ageWords({ dataAt, at, isStale }: Reading): string {
  if (dataAt === null) return 'There are no data yet.';
  const age = durationWords(Math.max(0, Math.round((at - dataAt) / 1000)));
  return isStale ? `Its data are ${age} old, older than their rule.` : `Its data are ${age} old.`;
}

function valueSentence(subject: string, condition: AlertCondition, { value, holds }: Reading): string {
  const limit = limitWords(condition);
  if (condition.is === 'older-than') {
    if (value === null) return `${subject} was never fetched.`;
    const age = durationWords(Number(value));
    return holds === true ? `The data of ${subject} are ${age} old, ${limit}.` : `The data of ${subject} are ${age} old.`;
  }
  if (value === null) return `${subject} shows nothing.`;
  if (condition.is === 'in-state') {
    const state = freshnessState.safeParse(value);
    return `${subject} is ${state.success ? stateNames[state.data] : value}.`;
  }
  const said = `${subject} is ${valueWords(value)}`;
  return holds === true ? `${said}, ${limit}.` : `${said}, not ${limit}.`;
}

/** What is said of a reading, with the age of its data. `subject`: the name of the panel or source. Pure. */
export function readingWords(subject: string, alert: Pick<Alert, 'condition'>, reading: Reading): string {
  if (reading.problem !== null) return `${subject} cannot be read: ${reading.problem}`;
  const sentence = valueSentence(subject, alert.condition, reading);
  return alert.condition.is === 'older-than' ? sentence : `${sentence} ${ageWords(reading)}`;
}

const EVENT_WORDS: Record<AlertEvent, string> = { fired: '', 'fires-still': 'Still: ', resolved: 'Over: ', test: 'Test: ' };

/** The text of a message. Pure. */
export const messageWords = (event: AlertEvent, subject: string, alert: Pick<Alert, 'condition'>, reading: Reading): string =>
  `${EVENT_WORDS[event]}${readingWords(subject, alert, reading)}`;
