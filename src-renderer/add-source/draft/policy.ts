import type { Hours, Policy } from '../../../src-preload/contract/index.ts';
import { followSchema, policySchema, weekdays } from '../../../src-preload/contract/index.ts';
import type { NumberText } from './number-text.ts';

/** Hours as the form holds them; `on` false: none. They are kept while they are switched off. */
export interface HoursDraft {
  on: boolean;
  days: Hours['days'];
  from: string;
  to: string;
  timeZone: string;
}

/** Freshness that follows the records' own times, as the form holds it. Kept while it is switched off. */
export interface FollowDraft {
  on: boolean;
  before: { withinSeconds: NumberText; everySeconds: NumberText }[];
  liveEverySeconds: NumberText;
  liveForSeconds: NumberText;
}

/** The fields of every preset, so that choosing another and coming back loses nothing. Lengths of time in seconds. */
export interface PolicyDraft {
  preset: Policy['preset'];
  whileActiveSeconds: NumberText;
  staleOnOpenSeconds: NumberText;
  syncSeconds: NumberText;
  syncTtlSeconds: NumberText;
  prewarmTtlSeconds: NumberText;
  leadSeconds: NumberText;
  fallbackSeconds: NumberText;
  checkSeconds: NumberText;
  pushStaleSeconds: NumberText;
  cacheTtlSeconds: NumberText;
  everySeconds: NumberText;
  expression: string;
  timeZone: string;
  cronStaleSeconds: NumberText;
  staleSeconds: NumberText;
  whileIdleSeconds: NumberText;
  onOpenSeconds: NumberText;
  activeHours: HoursDraft;
  quietHours: HoursDraft;
  slowerWhenSaving: NumberText;
  follow: FollowDraft;
  veryStaleSeconds: NumberText;
}

/** A preset with nothing set, as the contract fills it in. */
function standard<P extends Policy['preset']>(preset: P): Extract<Policy, { preset: P }> {
  return policySchema.parse({ preset }) as Extract<Policy, { preset: P }>;
}

const noHours = (from: string, to: string): HoursDraft => ({ on: false, days: [...weekdays], from, to, timeZone: '' });

/** A field that was left empty stands for its usual value. */
const or = (value: NumberText, usual: number) => (value === '' ? usual : value);

function usualFollow(): FollowDraft {
  return { on: false, ...followSchema.parse({}) };
}

function followToInput(follow: FollowDraft): Pick<Policy, 'follow'> {
  if (!follow.on) return {};
  const usual = followSchema.parse({});
  return {
    follow: {
      before: follow.before.flatMap(({ withinSeconds, everySeconds }) =>
        withinSeconds === '' || everySeconds === '' ? [] : [{ withinSeconds, everySeconds }],
      ),
      liveEverySeconds: or(follow.liveEverySeconds, usual.liveEverySeconds),
      liveForSeconds: or(follow.liveForSeconds, usual.liveForSeconds),
    },
  };
}

export function emptyPolicy(): PolicyDraft {
  return {
    preset: 'smart',
    whileActiveSeconds: standard('smart').whileActiveSeconds,
    staleOnOpenSeconds: standard('smart').staleOnOpenSeconds,
    syncSeconds: standard('sync').everySeconds,
    syncTtlSeconds: standard('sync').ttlSeconds,
    prewarmTtlSeconds: standard('prewarm').ttlSeconds,
    leadSeconds: standard('prewarm').leadSeconds,
    fallbackSeconds: standard('realtime').fallbackSeconds,
    checkSeconds: standard('realtime').checkSeconds,
    pushStaleSeconds: standard('realtime').staleSeconds,
    cacheTtlSeconds: standard('cache').ttlSeconds,
    everySeconds: standard('fixed').everySeconds,
    expression: standard('cron').expression,
    timeZone: '',
    cronStaleSeconds: standard('cron').staleSeconds,
    staleSeconds: standard('manual').staleSeconds,
    whileIdleSeconds: '',
    onOpenSeconds: '',
    activeHours: noHours('08:00', '18:00'),
    quietHours: noHours('22:00', '06:00'),
    slowerWhenSaving: '',
    follow: usualFollow(),
    veryStaleSeconds: '',
  };
}

const zone = (text: string) => (text.trim() === '' ? {} : { timeZone: text.trim() });

function hoursToInput(name: 'activeHours' | 'quietHours', hours: HoursDraft): Partial<Record<typeof name, Hours>> {
  if (!hours.on) return {};
  return { [name]: { days: hours.days, from: hours.from, to: hours.to, ...zone(hours.timeZone) } };
}

function mixOf(policy: PolicyDraft) {
  const numbers = Object.fromEntries(
    (['whileIdleSeconds', 'onOpenSeconds', 'slowerWhenSaving', 'veryStaleSeconds'] as const).flatMap((name) =>
      policy[name] === '' ? [] : [[name, policy[name]]],
    ),
  ) as Partial<Record<'whileIdleSeconds' | 'onOpenSeconds' | 'slowerWhenSaving' | 'veryStaleSeconds', number>>;
  return {
    ...numbers,
    ...followToInput(policy.follow),
    ...hoursToInput('activeHours', policy.activeHours),
    ...hoursToInput('quietHours', policy.quietHours),
  };
}

export function policyToInput(policy: PolicyDraft): Policy {
  const mix = mixOf(policy);
  switch (policy.preset) {
    case 'smart': {
      const { whileActiveSeconds, staleOnOpenSeconds } = standard('smart');
      return {
        preset: 'smart',
        whileActiveSeconds: or(policy.whileActiveSeconds, whileActiveSeconds),
        staleOnOpenSeconds: or(policy.staleOnOpenSeconds, staleOnOpenSeconds),
        ...mix,
      };
    }
    case 'sync': {
      const { everySeconds, ttlSeconds } = standard('sync');
      return {
        preset: 'sync',
        everySeconds: or(policy.syncSeconds, everySeconds),
        ttlSeconds: or(policy.syncTtlSeconds, ttlSeconds),
        ...mix,
      };
    }
    case 'prewarm': {
      const { ttlSeconds, leadSeconds } = standard('prewarm');
      return {
        preset: 'prewarm',
        ttlSeconds: or(policy.prewarmTtlSeconds, ttlSeconds),
        leadSeconds: or(policy.leadSeconds, leadSeconds),
        ...mix,
      };
    }
    case 'realtime': {
      const { fallbackSeconds, checkSeconds, staleSeconds } = standard('realtime');
      return {
        preset: 'realtime',
        fallbackSeconds: or(policy.fallbackSeconds, fallbackSeconds),
        checkSeconds: or(policy.checkSeconds, checkSeconds),
        staleSeconds: or(policy.pushStaleSeconds, staleSeconds),
        ...mix,
      };
    }
    case 'cache':
      return { preset: 'cache', ttlSeconds: or(policy.cacheTtlSeconds, standard('cache').ttlSeconds), ...mix };
    case 'fixed':
      return { preset: 'fixed', everySeconds: or(policy.everySeconds, standard('fixed').everySeconds), ...mix };
    case 'cron':
      return {
        preset: 'cron',
        expression: policy.expression.trim(),
        staleSeconds: or(policy.cronStaleSeconds, standard('cron').staleSeconds),
        ...zone(policy.timeZone),
        ...mix,
      };
    case 'manual':
      return { preset: 'manual', staleSeconds: or(policy.staleSeconds, standard('manual').staleSeconds), ...mix };
  }
}

const hoursFrom = (hours: Hours | undefined, usual: HoursDraft): HoursDraft =>
  hours === undefined ? usual : { on: true, days: hours.days, from: hours.from, to: hours.to, timeZone: hours.timeZone ?? '' };

function agesFrom(policy: Policy): Partial<PolicyDraft> {
  switch (policy.preset) {
    case 'smart':
      return { whileActiveSeconds: policy.whileActiveSeconds, staleOnOpenSeconds: policy.staleOnOpenSeconds };
    case 'sync':
      return { syncSeconds: policy.everySeconds, syncTtlSeconds: policy.ttlSeconds };
    case 'prewarm':
      return { prewarmTtlSeconds: policy.ttlSeconds, leadSeconds: policy.leadSeconds };
    case 'realtime':
      return { fallbackSeconds: policy.fallbackSeconds, checkSeconds: policy.checkSeconds, pushStaleSeconds: policy.staleSeconds };
    case 'cache':
      return { cacheTtlSeconds: policy.ttlSeconds };
    case 'fixed':
      return { everySeconds: policy.everySeconds };
    case 'cron':
      return { expression: policy.expression, timeZone: policy.timeZone ?? '', cronStaleSeconds: policy.staleSeconds };
    case 'manual':
      return { staleSeconds: policy.staleSeconds };
  }
}

/** The form for a policy. One that is not whole, as pasted text may hold, is filled in by the contract. */
export function policyFrom(given: unknown): PolicyDraft {
  const parsed = policySchema.safeParse(given);
  const empty = emptyPolicy();
  if (!parsed.success) return empty;
  const policy = parsed.data;
  return {
    ...empty,
    preset: policy.preset,
    ...agesFrom(policy),
    whileIdleSeconds: policy.whileIdleSeconds ?? '',
    onOpenSeconds: policy.onOpenSeconds ?? '',
    activeHours: hoursFrom(policy.activeHours, empty.activeHours),
    quietHours: hoursFrom(policy.quietHours, empty.quietHours),
    slowerWhenSaving: policy.slowerWhenSaving ?? '',
    follow: policy.follow === undefined ? empty.follow : { on: true, ...policy.follow },
    veryStaleSeconds: policy.veryStaleSeconds ?? '',
  };
}
