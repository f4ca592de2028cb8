import { expect, test } from 'vitest';
import type { SourceFacts, Surroundings } from '../../../../src-main/engine/decide/decide.ts';
import { decideShared } from '../../../../src-main/engine/decide/decide-shared.ts';
import { blankFacts } from '../../../../src-main/engine/decide/what-if.ts';
import { ruleOf } from '../../../../src-preload/contract/index.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const around: Surroundings = {
  active: false,
  lookingSince: null,
  resumedAt: null,
  appPausedUntil: null,
  safeMode: false,
  saving: false,
  startedAt: NOW - 86_400_000,
};
/** A source that is refreshed every 10 minutes and was checked some minutes ago. */
const facts = (minutesAgo: number, change: Partial<SourceFacts> = {}): SourceFacts => ({
  ...blankFacts(NOW),
  rule: ruleOf({ preset: 'fixed', everySeconds: 600 }),
  checkedAt: NOW - minutesAgo * 60_000,
  ...change,
});

test.each([
  [11, true],
  [5, true],
  [4, false],
])('a source of 10 minutes that was checked %i minutes ago comes along: %s', (minutesAgo, comes) => {
  const verdict = decideShared(facts(minutesAgo), around, NOW);
  expect(verdict !== null).toBe(comes);
  if (verdict !== null) expect(verdict).toMatchObject({ action: 'refresh', reason: 'shared', trigger: 'shared' });
});

test('its own quota and the rest of its host do not keep it, as it makes no call', () => {
  const spent = facts(11, { quota: { scheduledAt: Infinity, askedAt: Infinity }, hostUntil: NOW + 60_000 });
  expect(decideShared(spent, around, NOW)).not.toBeNull();
});

test.each<[string, Partial<SourceFacts>, Partial<Surroundings>]>([
  ['is paused', { pausedUntil: Infinity }, {}],
  ['is refreshed already', { running: true }, {}],
  ['needs to be mended', { obstacle: { kind: 'needs-fix', until: Infinity } }, {}],
  ['rests after a failure', { obstacle: { kind: 'backing-off', until: NOW + 1000 } }, {}],
  ['was stopped', { obstacle: { kind: 'cancelled', until: NOW + 1000 } }, {}],
  ['is only refreshed when asked', { rule: ruleOf({ preset: 'manual', staleSeconds: 60 }) }, {}],
  ['is refreshed only while somebody looks', { rule: ruleOf({ preset: 'smart', whileActiveSeconds: 900, staleOnOpenSeconds: 1800 }) }, {}],
  ['is paused with everything else', {}, { appPausedUntil: Infinity }],
  ['is in safe mode', {}, { safeMode: true }],
])('a source that %s does not come along', (_words, change, surroundings) => {
  expect(decideShared(facts(11, change), { ...around, ...surroundings }, NOW)).toBeNull();
});
