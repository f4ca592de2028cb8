import { describe, expect, test } from 'vitest';
import { policySchema } from '../../../../../src-preload/contract/index.ts';
import { emptyPolicy, policyFrom, policyToInput } from '../../../../../src-renderer/add-source/draft/policy.ts';

describe('a policy goes through the form and comes out as it was', () => {
  test.each([
    { preset: 'smart', whileIdleSeconds: 3600, veryStaleSeconds: 9000 },
    { preset: 'realtime', fallbackSeconds: 30, checkSeconds: 7200, staleSeconds: 100 },
    { preset: 'cron', expression: '*/5 * * * *', timeZone: 'Europe/Berlin', staleSeconds: 60 },
    { preset: 'prewarm', ttlSeconds: 300, leadSeconds: 60, quietHours: { days: ['sat', 'sun'], from: '00:00', to: '23:59' } },
    { preset: 'fixed', everySeconds: 60, follow: { before: [{ withinSeconds: 600, everySeconds: 10 }], liveEverySeconds: 5 } },
    { preset: 'manual', staleSeconds: 60, slowerWhenSaving: 4 },
  ])('%o', (input) => {
    const policy = policySchema.parse(input);
    expect(policySchema.parse(policyToInput(policyFrom(policy)))).toEqual(policy);
  });
});

test('a step around the records that is not filled in is left out', () => {
  const usual = emptyPolicy();
  const follow = { ...usual.follow, on: true, before: [{ withinSeconds: 600 as const, everySeconds: '' as const }] };
  expect(policyToInput({ ...usual, follow }).follow).toMatchObject({ before: [], liveEverySeconds: 30 });
});
