import type { Threshold } from '../../../src-preload/contract/index.ts';
import { textOf } from './cells.ts';
import { toneOf } from './thresholds.ts';
import type { Tone } from './thresholds.ts';

/** Words by which systems say how they are. */
const known: readonly [Tone, readonly string[]][] = [
  [
    'good',
    [
      'ok',
      'good',
      'up',
      'online',
      'healthy',
      'fresh',
      'live',
      'operational',
      'success',
      'succeeded',
      'passed',
      'active',
      'running',
      'true',
      'yes',
    ],
  ],
  ['notice', ['info', 'pending', 'waiting', 'queued', 'resting', 'paused', 'refreshing', 'maintenance', 'unknown', 'never']],
  ['warning', ['warning', 'warn', 'stale', 'degraded', 'slow', 'late', 'rate-limited', 'partial']],
  [
    'bad',
    ['bad', 'error', 'failed', 'failure', 'crashed', 'down', 'offline', 'critical', 'very-stale', 'sign-in', 'outage', 'false', 'no'],
  ],
];

/** The tone of a state: of a number by the thresholds, of a word by what it commonly means; null where neither says one. */
export function statusTone(state: unknown, number: number | null, thresholds: readonly Threshold[]): Tone | null {
  if (thresholds.length > 0 && number !== null) return toneOf(number, thresholds);
  const word = textOf(state).trim().toLowerCase();
  return known.find(([, words]) => words.includes(word))?.[0] ?? null;
}
