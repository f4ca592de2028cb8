import type { Alert, AlertEvent, AlertPhase, AlertStanding } from '../../../src-preload/contract/index.ts';
import { isWithin, nextAllowed } from '../decide/hours.ts';
import type { Reading } from './alert-reading.ts';

/** Where an alert stands for one subject. Moments are milliseconds since the epoch. */
export interface AlertState {
  phase: AlertPhase;
  /** Since when it has been in its phase. */
  since: number | null;
  /** Since when the condition has held without a reading that said otherwise; `null` while it does not hold. */
  heldSince: number | null;
  /** In how many readings of new data in a row. */
  heldReadings: number;
  /** The last reading that was used. */
  last: Reading | null;
  sentAt: number | null;
  /** How often it was sent since it fires. */
  sends: number;
  /** Whether it is over, and that is still to be said. */
  owesEnd: boolean;
  heldBack: AlertStanding['heldBack'];
}

export const NEW_ALERT: AlertState = {
  phase: 'unknown',
  since: null,
  heldSince: null,
  heldReadings: 0,
  last: null,
  sentAt: null,
  sends: 0,
  owesEnd: false,
  heldBack: null,
};

/** What a step comes to. */
export interface AlertStep {
  state: AlertState;
  /** What is to be sent. */
  event: Exclude<AlertEvent, 'test'> | null;
  /** When to step again even without new data, milliseconds since the epoch; `Infinity`: new data are enough. */
  nextAt: number;
}

type AlertRule = Pick<Alert, 'forSeconds' | 'readings' | 'resendSeconds' | 'mostResends' | 'tellResolved' | 'quiet' | 'staleData'>;

/** What a reading says, taken into the state. One that cannot tell leaves what is known as it is. */
function take(state: AlertState, reading: Reading, isNew: boolean): AlertState {
  if (reading.holds === null) return { ...state, last: reading };
  if (!reading.holds) return { ...state, last: reading, heldSince: null, heldReadings: 0 };
  const heldReadings = state.heldSince === null ? 1 : state.heldReadings + (isNew ? 1 : 0);
  return { ...state, last: reading, heldSince: state.heldSince ?? reading.at, heldReadings };
}

function phaseOf(state: AlertState, rule: AlertRule, nowMs: number): AlertPhase {
  if (state.heldSince !== null) {
    const isDue = nowMs - state.heldSince >= rule.forSeconds * 1000 && state.heldReadings >= rule.readings;
    return isDue || state.phase === 'firing' ? 'firing' : 'pending';
  }
  if (state.last === null || state.last.holds === null) return state.phase === 'ok' ? 'ok' : 'unknown';
  return 'ok';
}

/** What keeps messages from leaving at `nowMs`, and until when. */
function hold(rule: AlertRule, snoozedUntil: number | null, nowMs: number): { by: 'snoozed' | 'quiet'; until: number } | null {
  if (snoozedUntil !== null && nowMs < snoozedUntil) return { by: 'snoozed', until: snoozedUntil };
  if (rule.quiet !== null && isWithin(rule.quiet, nowMs)) return { by: 'quiet', until: nextAllowed(null, rule.quiet, nowMs) };
  return null;
}

/**
 * Where an alert stands at `reading.at`, what is to be sent, and when to look again. `isNew`: the reading is of data that
 * have come since the last one; otherwise only time has passed. Pure. Data older than their rule are not used where the
 * alert waits for younger ones.
 */
export function stepAlert(before: AlertState, rule: AlertRule, reading: Reading, isNew: boolean, snoozedUntil: number | null): AlertStep {
  const now = reading.at;
  const waits = reading.isStale && rule.staleData === 'wait';
  const taken = waits ? before : take(before, reading, isNew);
  const phase = waits ? before.phase : phaseOf(taken, rule, now);
  const state = { ...taken, phase, since: phase === before.phase ? before.since : now, heldBack: null };
  const held = hold(rule, snoozedUntil, now);
  if (waits) return { state: { ...state, heldBack: 'stale' }, event: null, nextAt: Infinity };
  return phase === 'firing' ? whileFiring(before, state, rule, held, now) : afterwards(before, state, rule, held, reading);
}

type Held = ReturnType<typeof hold>;

function whileFiring(before: AlertState, state: AlertState, rule: AlertRule, held: Held, now: number): AlertStep {
  const isNewlyFiring = before.phase !== 'firing';
  const fires = isNewlyFiring ? { ...state, sends: 0, owesEnd: false } : state;
  const isFirst = fires.sends === 0;
  const againAt =
    isFirst || rule.resendSeconds === null || fires.sends > rule.mostResends ? Infinity : (fires.sentAt ?? now) + rule.resendSeconds * 1000;
  if (!isFirst && now < againAt) return { state: fires, event: null, nextAt: againAt };
  if (held !== null) return { state: { ...fires, heldBack: held.by }, event: null, nextAt: held.until };
  const sends = fires.sends + 1;
  const nextAt = rule.resendSeconds === null || sends > rule.mostResends ? Infinity : now + rule.resendSeconds * 1000;
  return { state: { ...fires, sends, sentAt: now }, event: isFirst ? 'fired' : 'fires-still', nextAt };
}

/** Of one that does not fire nothing is said but that it is over, where it was said that it fires. */
function afterwards(before: AlertState, state: AlertState, rule: AlertRule, held: Held, reading: Reading): AlertStep {
  const owesEnd = rule.tellResolved && (before.owesEnd || (before.phase === 'firing' && before.sends > 0));
  const dueAt = state.heldSince === null ? Infinity : state.heldSince + rule.forSeconds * 1000;
  const nextAt = Math.min(dueAt > reading.at ? dueAt : Infinity, reading.turnsAt);
  const rests = { ...state, sends: 0, owesEnd };
  if (!owesEnd || state.phase !== 'ok') return { state: rests, event: null, nextAt };
  if (held !== null) return { state: { ...rests, heldBack: held.by }, event: null, nextAt: Math.min(nextAt, held.until) };
  return { state: { ...rests, owesEnd: false, sentAt: reading.at }, event: 'resolved', nextAt };
}
