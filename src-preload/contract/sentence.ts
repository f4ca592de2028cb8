import type { Decision, DecisionInputs, Reason } from './decision.ts';
import type { Hours } from './hours.ts';
import type { Policy } from './policy.ts';

/** How a moment is written: the screen passes the user's locale, the API writes UTC. */
export type FormatTime = (iso: string) => string;

/** A piece of a sentence; `strong` marks its numbers and times. */
export interface SentencePart {
  text: string;
  strong: boolean;
}

/** A length of time in the units of the screen: '42 s', '15 min', '2 h 5 min', '3 days'. */
export function durationWords(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  const minutes = Math.floor(s / 60);
  if (minutes < 60) return s % 60 === 0 || minutes >= 10 ? `${minutes} min` : `${minutes} min ${s % 60} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} days`;
}

/** '2026-11-21 15:10 UTC', for answers that are not shown in anybody's time zone. */
export const utcTime: FormatTime = (iso) => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

/** The rule behind a time that is to come. */
function ruleWords({ preset, intervalSeconds }: DecisionInputs): string {
  if (intervalSeconds === null) return preset === 'cron' ? ', by its schedule' : '';
  return preset === 'smart' || preset === 'realtime'
    ? `: [${durationWords(intervalSeconds)}] while you look`
    : `: every [${durationWords(intervalSeconds)}]`;
}

// In the templates below, [square brackets] mark what is shown strong.
type Template = (inputs: DecisionInputs, dueAt: string | null, time: FormatTime) => string;

const age = (i: DecisionInputs) => (i.ageSeconds === null ? '' : durationWords(i.ageSeconds));
const until = (i: DecisionInputs, time: FormatTime) => (i.untilAt === null ? '' : ` until [${time(i.untilAt)}]`);
const isOrAre = ({ quotaUnit }: DecisionInputs, count: number) => (count === 1 ? `${quotaUnit} is` : `${quotaUnit}s are`);
const next = (dueAt: string | null, time: FormatTime) => (dueAt === null ? '' : `; next call at [${time(dueAt)}]`);

/** A name as it may stand between the brackets that mark what is strong. */
const plain = (name: string) => name.replaceAll('[', '(').replaceAll(']', ')');

const templates: Record<Reason, Template> = {
  'never-fetched': () => 'Refreshed: nothing had been fetched with these settings yet',
  'stale-on-open': (i) => `Refreshed on opening: the data was [${age(i)}] old, the limit on opening is [${durationWords(i.staleSeconds)}]`,
  'due-while-active': (i) =>
    `Refreshed: the data was [${age(i)}] old, and [${durationWords(i.intervalSeconds ?? 0)}] is the rule while you look`,
  'due-on-interval': (i) => `Refreshed: the data was [${age(i)}] old, and every [${durationWords(i.intervalSeconds ?? 0)}] is the rule`,
  'due-by-cron': (i) => `Refreshed at the time that its schedule names; the data was [${age(i)}] old`,
  'due-by-event': (i) =>
    `Refreshed: the data was [${age(i)}] old, and with what is going on every [${durationWords(i.intervalSeconds ?? 0)}] is the rule`,
  'push-missed': (i) =>
    i.checkedAt === null
      ? 'Refreshed: changes are pushed from now on, and the listing was needed to begin with'
      : `Refreshed: changes may have been missed since the last listing, [${age(i)}] before`,
  'due-after-resume': (i) => `Refreshed after waking up: the data was [${age(i)}] old`,
  'lost-in-crash': () => 'Refreshed: Freshet ended during the refresh before, so it was done again',
  restored: () => 'Refreshed: the database was restored from a backup, so what came after that was fetched again',
  'retry-due': (i) => `Tried again after [${i.failures}] failed ${i.failures === 1 ? 'refresh' : 'refreshes'}`,
  'clock-moved-back': () => 'Refreshed: the clock of this computer was set back, so the age of the data was unknown',
  asked: () => 'Refreshed because you asked',
  forced: () => 'Refreshed because you forced it',
  shared: (i) => `Refreshed along with [${plain(i.sharedWith ?? 'another source')}], which asks the same; it cost no call of its own`,
  fresh: (i, dueAt, time) =>
    dueAt === null
      ? `Not refreshed: the data is [${age(i)}] old, which is fresh enough`
      : i.untilAt === dueAt
        ? `Not refreshed: the data is [${age(i)}] old, which is fresh enough; no call is allowed before [${time(dueAt)}]`
        : `Refreshes at [${time(dueAt)}]${ruleWords(i)}`,
  pushed: (_i, dueAt, time) =>
    `Not refreshed: changes are pushed as they happen${dueAt === null ? '' : `; everything is checked at [${time(dueAt)}]`}`,
  'push-connecting': () => 'Not refreshed yet: it is being connected to what pushes its changes, and is refreshed right after',
  'young-on-open': (i, dueAt, time) =>
    `Not refreshed on opening: the data was [${age(i)}] old, under [${durationWords(i.staleSeconds)}]${next(dueAt, time)}`,
  'nobody-looking': (i, _dueAt, time) =>
    i.lastLookedAt === null
      ? 'Not refreshed: nobody has looked yet; refreshes when you look'
      : `Not refreshed: nobody has looked since [${time(i.lastLookedAt)}]; refreshes when you look`,
  'outside-hours': (i, _dueAt, time) =>
    `Not refreshed: the data is [${age(i)}] old, but scheduled calls rest at this hour${until(i, time)}`,
  'manual-only': () => 'Not refreshed: this source is refreshed only when you ask',
  refreshing: () => 'Joined the refresh that is running',
  'just-asked': () => 'Joined the refresh that you asked for a moment ago',
  paused: (i, _dueAt, time) =>
    i.untilAt === null ? 'Not refreshed: paused until you resume it' : `Not refreshed: paused${until(i, time)}`,
  'app-paused': (i, _dueAt, time) =>
    i.untilAt === null ? 'Not refreshed: everything is paused until you resume it' : `Not refreshed: everything is paused${until(i, time)}`,
  'needs-fix': () =>
    'Not refreshed: the upstream refused in a way that trying again cannot mend; fix the source, or force a refresh to try once',
  'server-said-wait': (i, _dueAt, time) => `Not refreshed: the server said to wait${until(i, time)}`,
  'backing-off': (i, _dueAt, time) => `Not refreshed: [${i.failures}] failed in a row, so the next try waits${until(i, time)}`,
  quarantined: (i, _dueAt, time) =>
    `Not refreshed: [${i.failures}] failed in a row, so it is tried once a day, next${until(i, time).replace(' until', ' at')}; a press tries at once`,
  'server-lifetime': (i, dueAt, time) =>
    `Not refreshed: the data is [${age(i)}] old, and the server said that it stays good${dueAt === null ? '' : ` until [${time(dueAt)}]`}`,
  'host-in-trouble': (i, _dueAt, time) =>
    `Not refreshed: calls to its server keep failing, so none is made${until(i, time)}; a press tries once`,
  cancelled: (i, _dueAt, time) => `Not refreshed: you stopped the last refresh; waits${until(i, time)}`,
  'quota-spent': (i, _dueAt, time) =>
    i.quotaRemaining !== null && i.quotaRemaining > 0
      ? `Not refreshed: the quota for scheduled calls is spent${until(i, time)}; [${i.quotaRemaining}] ${isOrAre(i, i.quotaRemaining)} kept for when you ask`
      : `Not refreshed: the quota is spent${until(i, time)}`,
  'quota-spread': (i, dueAt, time) => {
    const left = i.quotaRemaining ?? 0;
    const over = i.quotaSpread === 'even' ? 'evenly' : 'over the hours in which you usually look';
    const of = i.quotaLimit === null ? '' : ` of ${i.quotaLimit}`;
    const verb = left === 1 ? 'is' : 'are';
    return `Not refreshed: [${left}]${of} ${i.quotaUnit}s ${verb} left and ${verb} spread ${over}${next(dueAt, time)}`;
  },
  'safe-mode': () => 'Not refreshed: Freshet runs in safe mode, in which no source is called',
};

/** A text cut into plain and strong parts; [square brackets] mark the strong ones. */
export function strongParts(text: string): SentencePart[] {
  return text
    .split(/[[\]]/)
    .map((piece, index) => ({ text: piece, strong: index % 2 === 1 }))
    .filter((part) => part.text !== '');
}

/** A decision in words, cut into plain and strong parts. */
export function sentenceParts(decision: Pick<Decision, 'reason' | 'inputs' | 'dueAt'>, time: FormatTime): SentencePart[] {
  return strongParts(templates[decision.reason](decision.inputs, decision.dueAt, time));
}

/** A decision in words. */
export function sentence(decision: Pick<Decision, 'reason' | 'inputs' | 'dueAt'>, time: FormatTime = utcTime): string {
  return sentenceParts(decision, time)
    .map((part) => part.text)
    .join('');
}

const DAY_NAMES: Record<Hours['days'][number], string> = {
  mon: 'Mon',
  tue: 'Tue',
  wed: 'Wed',
  thu: 'Thu',
  fri: 'Fri',
  sat: 'Sat',
  sun: 'Sun',
};
const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

function hoursWords({ days, from, to, timeZone }: Hours): string {
  const on = WEEK.filter((day) => days.includes(day));
  const isRun = on.every((day, index) => WEEK.indexOf(day) === WEEK.indexOf(on[0] ?? 'mon') + index);
  const [first, last] = [on[0], on.at(-1)];
  const names =
    on.length > 2 && isRun && first !== undefined && last !== undefined
      ? `${DAY_NAMES[first]} to ${DAY_NAMES[last]}`
      : on.map((day) => DAY_NAMES[day]).join(', ');
  return `${on.length === 7 ? '' : `${names} `}${from} to ${to}${timeZone === undefined ? '' : ` (${timeZone})`}`;
}

function presetWords(policy: Policy): string {
  const { whileIdleSeconds } = policy;
  switch (policy.preset) {
    case 'smart':
      return `Refreshes every ${durationWords(policy.whileActiveSeconds)} while you look, and when you open it with data older than ${durationWords(policy.staleOnOpenSeconds)}; ${whileIdleSeconds === undefined ? 'not at all' : `every ${durationWords(whileIdleSeconds)}`} while nobody looks`;
    case 'sync':
      return `Syncs every ${durationWords(policy.everySeconds)}; what is worked out from it is good for ${durationWords(policy.ttlSeconds)}`;
    case 'prewarm':
      return `Is good for ${durationWords(policy.ttlSeconds)} and refreshed ${durationWords(policy.leadSeconds)} before that ends, at a moment of its own`;
    case 'realtime':
      return `Takes changes as they are pushed, and checks everything every ${durationWords(policy.checkSeconds)}; while nothing is pushed, refreshes every ${durationWords(policy.fallbackSeconds)} while you look`;
    case 'cache':
      return `Is good for ${durationWords(policy.ttlSeconds)} and then refreshed in the background`;
    case 'fixed':
      return `Refreshes every ${durationWords(policy.everySeconds)}, whether anybody looks or not`;
    case 'cron':
      return `Refreshes by the schedule ${policy.expression}${policy.timeZone === undefined ? '' : ` (${policy.timeZone})`}`;
    case 'manual':
      return whileIdleSeconds === undefined && policy.onOpenSeconds === undefined
        ? 'Refreshes only when you ask'
        : 'Refreshes when you ask';
  }
}

/** The rule of a policy in one sentence. */
export function policySentence(policy: Policy): string {
  const more = [
    policy.whileIdleSeconds === undefined || policy.preset === 'smart'
      ? null
      : `every ${durationWords(policy.whileIdleSeconds)} while nobody looks`,
    policy.onOpenSeconds === undefined ? null : `on opening when older than ${durationWords(policy.onOpenSeconds)}`,
    policy.follow === undefined
      ? null
      : `more often around the times of its records: ${[...policy.follow.before.map((step) => `every ${durationWords(step.everySeconds)} within ${durationWords(step.withinSeconds)}`), `every ${durationWords(policy.follow.liveEverySeconds)} while live`].join(', ')}`,
    policy.activeHours === undefined ? null : `only ${hoursWords(policy.activeHours)}`,
    policy.quietHours === undefined ? null : `not ${hoursWords(policy.quietHours)}`,
    policy.slowerWhenSaving === undefined || policy.slowerWhenSaving === 1
      ? null
      : `${policy.slowerWhenSaving} times slower on battery or a metered network`,
  ].filter((each) => each !== null);
  return `${[presetWords(policy), ...more].join('; ')}.`;
}
