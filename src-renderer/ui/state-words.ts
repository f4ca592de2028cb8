import {
  durationWords,
  freshnessAt,
  isOnlyManual,
  policySentence,
  restsWhenNobodyLooks,
  ruleOf,
  sentence,
} from '../../src-preload/contract/index.ts';
import type { FreshnessState, SourceStatus } from '../../src-preload/contract/index.ts';
import { ageWords, timeWords } from './format.ts';

/** The state at `nowMs`: age moves on between two words from the engine, everything else is as the engine said. */
export function stateAt(source: SourceStatus, somebodyLooking: boolean, nowMs: number): FreshnessState {
  return freshnessAt(
    {
      checkedAtMs: source.checkedAt === null ? null : Date.parse(source.checkedAt),
      staleAfterMs: source.staleSeconds * 1000,
      veryStaleAfterMs: source.veryStaleSeconds * 1000,
      refreshing: source.running !== null,
      // A pause of the whole app is in the state only.
      paused: source.paused || source.state === 'paused',
      obstacle: source.obstacle,
      pushed: source.push !== null && source.push.connected && !source.push.missed,
      refreshesOnlyWhenLooked: restsWhenNobodyLooks(ruleOf(source.config.policy)),
      somebodyLooking,
      forgivenMs: source.forgivenSeconds * 1000,
    },
    nowMs,
  );
}

const untilWords = (iso: string | null) => (iso === null ? '' : ` until ${timeWords(iso)}`);

function waitingWords(source: SourceStatus): string {
  const next = source.obstacleUntil === null ? '' : ` · next call ${timeWords(source.obstacleUntil)}`;
  switch (source.decision.reason) {
    case 'backing-off':
      return `Waiting to try again${next}`;
    case 'cancelled':
      return `Cancelled${next}`;
    default:
      return `Waiting for quota${next}`;
  }
}

function pausedWords(source: SourceStatus): string {
  const until = source.pausedUntil ?? (source.decision.reason === 'app-paused' ? source.decision.inputs.untilAt : null);
  return until === null ? 'Paused until you resume' : `Paused${untilWords(until)}`;
}

function runningWords(source: SourceStatus): string {
  const running = source.running;
  if (running === null || running.page === 0) return 'Refreshing…';
  if (running.pages !== null) return `Refreshing… ${running.page} of ${running.pages} pages`;
  return `Refreshing… ${running.page} ${running.page === 1 ? 'page' : 'pages'}`;
}

const DAY_MS = 86_400_000;

function liveWords({ changedAt }: SourceStatus, nowMs: number): string {
  if (changedAt === null) return 'Live';
  const ageMs = nowMs - Date.parse(changedAt);
  return `Live · changed ${ageWords(ageMs)}${ageMs < DAY_MS ? ' ago' : ''}`;
}

/** What the chip says. */
export function stateWords(source: SourceStatus, state: FreshnessState, nowMs: number): string {
  const age = source.checkedAt === null ? '' : ageWords(nowMs - Date.parse(source.checkedAt));
  switch (state) {
    case 'never':
      return 'Not fetched yet';
    case 'live':
      return liveWords(source, nowMs);
    case 'fresh':
      return `Fresh · ${age}`;
    case 'stale':
      return `Stale · ${age}`;
    case 'very-stale':
      return `Very stale · ${age}, target ${durationWords(source.staleSeconds)}`;
    case 'refreshing':
      return runningWords(source);
    case 'waiting':
      return waitingWords(source);
    case 'rate-limited':
      return `Rate-limited by the server${untilWords(source.obstacleUntil)}`;
    case 'resting':
      return 'Resting · refreshes when you look';
    case 'sign-in':
      return 'Sign in again';
    case 'offline':
      return source.checkedAt === null ? 'Offline · no data yet' : `Offline · data from ${timeWords(source.checkedAt)}`;
    case 'error':
      return source.failure === null ? 'Failed' : `Failed · ${source.failure.message}`;
    case 'paused':
      return pausedWords(source);
  }
}

/** What the user can do about it, or what happens by itself. */
export function nextStep(source: SourceStatus, state: FreshnessState): string {
  switch (state) {
    case 'refreshing':
      return 'Cancel stops it; the data stays as it is.';
    case 'paused':
      return 'Resume ends the pause. Refresh works all the same.';
    case 'sign-in':
    case 'error':
      return source.failure?.advice ?? 'Open the source to see why.';
    case 'offline':
      return 'It is tried again by itself. The data stays on screen.';
    case 'rate-limited':
      return 'The server said to wait. It is called again by itself.';
    default:
      return sentence(source.decision, timeWords);
  }
}

export function ruleWords(source: SourceStatus): string {
  return policySentence(source.config.policy);
}

/** Nearer than this, a time of day says too little. */
const SOON_MS = 60_000;

/** When the next call comes by itself: 'at 15:10' or what it waits for. */
export function nextWords(source: SourceStatus, nowMs: number): string {
  if (source.running !== null) return 'running';
  const { dueAt, reason } = source.decision;
  if (reason === 'pushed') return 'as it changes';
  if (dueAt !== null) {
    const inMs = Date.parse(dueAt) - nowMs;
    if (inMs <= 0) return 'now';
    return inMs < SOON_MS ? `in ${Math.ceil(inMs / 1000)} s` : `at ${timeWords(dueAt)}`;
  }
  switch (reason) {
    case 'paused':
    case 'app-paused':
      return 'when you resume';
    case 'needs-fix':
      return 'after a fix';
    case 'safe-mode':
      return 'not in safe mode';
    default:
      return isOnlyManual(ruleOf(source.config.policy)) ? 'when you ask' : 'when you look';
  }
}
