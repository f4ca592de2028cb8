import { durationWords, stateNames } from '../../src-preload/contract/index.ts';
import type { AlertCondition, AlertEvent, AlertMessage, AlertStanding, AlertStatus } from '../../src-preload/contract/index.ts';
import { timeWords } from '../ui/format.ts';

const exact = new Intl.NumberFormat(undefined, { maximumFractionDigits: 6 });

const valueWords = (value: number | string) => (typeof value === 'number' ? exact.format(value) : `“${value}”`);

/** What must hold, as the end of a sentence: 'above 4'. */
export function conditionWords(condition: AlertCondition): string {
  switch (condition.is) {
    case 'above':
    case 'below':
      return `${condition.is} ${exact.format(condition.value)}`;
    case 'at-least':
      return `at least ${exact.format(condition.value)}`;
    case 'at-most':
      return `at most ${exact.format(condition.value)}`;
    case 'inside':
      return `from ${exact.format(condition.from)} to ${exact.format(condition.to)}`;
    case 'outside':
      return `outside of ${exact.format(condition.from)} to ${exact.format(condition.to)}`;
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

/** When an alert fires, as a part of a sentence: 'it is above 4'. */
export function whenWords(condition: AlertCondition): string {
  if (condition.is === 'older-than') return `data are ${conditionWords(condition)}`;
  return condition.is === 'in-state' ? `a source is ${conditionWords(condition)}` : `it is ${conditionWords(condition)}`;
}

export type ShownPhase = AlertStatus['phase'] | 'off';

/** An alert that is switched off stands nowhere. */
export const shownPhase = ({ alert, phase }: AlertStatus): ShownPhase => (alert.enabled ? phase : 'off');

export const phaseNames: Record<ShownPhase, string> = {
  firing: 'Firing',
  pending: 'Pending',
  ok: 'Not firing',
  unknown: 'Cannot tell',
  off: 'Off',
};

const HELD_BACK: Record<NonNullable<AlertStanding['heldBack']>, string> = {
  quiet: 'Held back: quiet hours',
  snoozed: 'Held back: snoozed',
  stale: 'Held back: waits for younger data',
};

const worstFirst: AlertStatus['phase'][] = ['firing', 'pending', 'unknown', 'ok'];

/** The standing that says most: the worst one. `undefined` before the first reading. */
export function worstStanding({ standings }: AlertStatus): AlertStanding | undefined {
  return worstFirst.flatMap((phase) => standings.filter((each) => each.phase === phase))[0];
}

/** What keeps an alert from being heard, if anything does. */
export function holdWords(status: AlertStatus): string[] {
  const held = new Set(status.standings.flatMap(({ heldBack }) => (heldBack === null ? [] : [heldBack])));
  return [
    ...(status.snoozedUntil === null ? [] : [`Snoozed until ${timeWords(status.snoozedUntil)}`]),
    ...[...held].filter((why) => why !== 'snoozed' || status.snoozedUntil === null).map((why) => HELD_BACK[why]),
    ...(status.undelivered === 0 ? [] : [`${status.undelivered} not delivered yet`]),
  ];
}

export const eventNames: Record<AlertEvent, string> = { fired: 'Fired', 'fires-still': 'Fires still', resolved: 'Over', test: 'Test' };

type Delivery = AlertMessage['deliveries'][number];
const channelNames: Record<Delivery['channel'], string> = { desktop: 'Notification', webhook: 'Webhook' };

/** What became of a message on one way: 'Webhook: sent', 'Webhook: tried 3 times, next at 15:10 · it answered 500'. */
export function deliveryWords({ channel, state, tries, at, problem }: Delivery): string {
  const way = channelNames[channel];
  const why = problem === null ? '' : ` · ${problem}`;
  if (state === 'sent') return `${way}: ${tries > 1 ? `sent at try ${tries}` : 'sent'}`;
  if (state === 'failed') return `${way}: given up after ${tries} ${tries === 1 ? 'try' : 'tries'}${why}`;
  const next = at === null ? '' : `, next at ${timeWords(at)}`;
  return tries === 0 ? `${way}: waits to be sent` : `${way}: tried ${tries} ${tries === 1 ? 'time' : 'times'}${next}${why}`;
}
