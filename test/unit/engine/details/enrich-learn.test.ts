import { expect, test } from 'vitest';
import { upstreamError, UpstreamError } from '../../../../src-main/connectors/upstream-error.ts';
import { enrichmentAfter, verdictOn } from '../../../../src-main/engine/details/enrich-learn.ts';
import type { FailureCode } from '../../../../src-preload/contract/index.ts';

const NOW = Date.parse('2026-11-20T12:00:00.000Z');
const MINUTE = 60_000;
const failed = (code: FailureCode) => upstreamError(code, 'it failed', 'mend it');
const before = { paused: false, rest: null, failures: 0, failure: null };

test.each<[FailureCode, ReturnType<typeof verdictOn>]>([
  ['not-found', { means: 'answered' }],
  ['gone', { means: 'answered' }],
  ['quota-spent', { means: 'held-back' }],
  ['server-error', { means: 'try-failed' }],
  ['client-error', { means: 'try-failed' }],
  ['forbidden', { means: 'try-failed' }],
  ['not-json', { means: 'try-failed' }],
  ['timeout', { means: 'try-failed' }],
  ['unauthorized', { means: 'stop', rest: 'needs-fix' }],
  ['expression', { means: 'stop', rest: 'needs-fix' }],
  ['rate-limited', { means: 'stop', rest: 'server-said-wait' }],
  ['dns', { means: 'stop', rest: 'backing-off' }],
  ['host-resting', { means: 'stop', rest: 'backing-off' }],
  ['refused', { means: 'stop', rest: 'backing-off' }],
])('%s', (code, verdict) => {
  expect(verdictOn(failed(code), false)).toEqual(verdict);
});

test('a batch that is not found says nothing about its records, and a server that asks to wait is waited for', () => {
  expect(verdictOn(failed('not-found'), true)).toEqual({ means: 'try-failed' });
  expect(verdictOn(new UpstreamError(failed('server-error').failure, 5_000), false)).toEqual({ means: 'stop', rest: 'server-said-wait' });
});

const end = (
  code: FailureCode,
  rest: 'needs-fix' | 'server-said-wait' | 'backing-off',
  isAnswered = false,
  retryAfterMs: number | null = null,
) => ({
  isAnswered,
  stop: { error: { failure: failed(code).failure, retryAfterMs }, rest },
  lastFailure: null,
});

test('rests: as long as the server says, a day where nothing mends itself, else 1, 2, 4 minutes up to an hour', () => {
  const restAfter = (failures: number, ...rest: Parameters<typeof end>) =>
    (enrichmentAfter({ ...before, failures }, end(...rest), NOW, () => 0.5).rest?.until ?? 0) - NOW;
  expect(restAfter(0, 'rate-limited', 'server-said-wait', false, 90_000)).toBe(90_000);
  expect(restAfter(0, 'unauthorized', 'needs-fix')).toBe(24 * 60 * MINUTE);
  expect([0, 1, 2, 20].map((failures) => restAfter(failures, 'dns', 'backing-off'))).toEqual([MINUTE, 2 * MINUTE, 4 * MINUTE, 60 * MINUTE]);
  expect(restAfter(5, 'dns', 'backing-off', true)).toBe(MINUTE);
});

test('an answer ends a row of failures, and a pause of the user stays', () => {
  const paused = { ...before, paused: true, failures: 3, failure: failed('dns').failure };
  const answered = { isAnswered: true, stop: null, lastFailure: null };
  expect(enrichmentAfter(paused, answered, NOW, () => 0.5)).toEqual({ paused: true, rest: null, failures: 0, failure: null });
  expect(enrichmentAfter(paused, { ...answered, isAnswered: false }, NOW, () => 0.5)).toEqual(paused);
});
