import { expect, test } from 'vitest';
import { alertSchema } from '../../../../src-preload/contract/index.ts';
import type { AlertStanding, AlertStatus } from '../../../../src-preload/contract/index.ts';
import { deliveryWords, holdWords, shownPhase, whenWords, worstStanding } from '../../../../src-renderer/alerts/alert-words.ts';

const standing = (part: Partial<AlertStanding>): AlertStanding => ({
  sourceId: 'odds',
  phase: 'ok',
  since: null,
  value: 1,
  words: '',
  readAt: null,
  dataAt: null,
  sentAt: null,
  sends: 0,
  heldBack: null,
  ...part,
});
const status = (part: Partial<AlertStatus>, enabled = true): AlertStatus => ({
  alert: alertSchema.parse({ id: 'a', name: 'A', enabled, subject: { kind: 'source' }, condition: { is: 'older-than', seconds: 60 } }),
  phase: 'ok',
  standings: [],
  snoozedUntil: null,
  undelivered: 0,
  ...part,
});

test('the standing that says most is the one that fires, then what may fire, then what cannot be read', () => {
  const standings = [
    standing({ phase: 'ok' }),
    standing({ phase: 'unknown' }),
    standing({ phase: 'pending' }),
    standing({ phase: 'firing' }),
  ];
  expect(worstStanding(status({ standings }))?.phase).toBe('firing');
  expect(worstStanding(status({ standings: standings.slice(0, 2) }))?.phase).toBe('unknown');
  expect(worstStanding(status({}))).toBeUndefined();
});

test('an alert that is switched off does not fire, whatever it last found', () => {
  expect(shownPhase(status({ phase: 'firing' }))).toBe('firing');
  expect(shownPhase(status({ phase: 'firing' }, false))).toBe('off');
});

test('what keeps an alert from being heard is said once each', () => {
  const standings = [standing({ heldBack: 'quiet' }), standing({ heldBack: 'quiet' }), standing({ heldBack: 'stale' })];
  expect(holdWords(status({ standings, undelivered: 2 }))).toEqual([
    'Held back: quiet hours',
    'Held back: waits for younger data',
    '2 not delivered yet',
  ]);
  const snoozed = holdWords(status({ snoozedUntil: '2026-11-21T15:00:00.000Z', standings: [standing({ heldBack: 'snoozed' })] }));
  expect(snoozed).toEqual([expect.stringMatching(/^Snoozed until /)]);
});

test('a delivery says how it went and why not', () => {
  const sent = { channel: 'webhook', state: 'sent', tries: 1, at: null, problem: null } as const;
  expect(deliveryWords(sent)).toBe('Webhook: sent');
  expect(deliveryWords({ ...sent, tries: 3 })).toBe('Webhook: sent at try 3');
  expect(deliveryWords({ ...sent, state: 'failed', tries: 9, problem: 'a.example answered 500.' })).toBe(
    'Webhook: given up after 9 tries · a.example answered 500.',
  );
  expect(deliveryWords({ ...sent, channel: 'desktop', state: 'waiting', tries: 0 })).toBe('Notification: waits to be sent');
  expect(deliveryWords({ ...sent, state: 'waiting', tries: 1, at: '2026-11-21T15:10:00.000Z' })).toMatch(
    /^Webhook: tried 1 time, next at /,
  );
});

test('a condition is a part of a sentence', () => {
  expect(whenWords({ is: 'outside', from: 1, to: 2.5 })).toBe('it is outside of 1 to 2.5');
  expect(whenWords({ is: 'equal', value: 'late' })).toBe('it is equal to “late”');
  expect(whenWords({ is: 'older-than', seconds: 3600 })).toMatch(/^data are older than 1/);
  expect(whenWords({ is: 'in-state', states: ['error', 'offline'] })).toBe('a source is failing or offline');
});
