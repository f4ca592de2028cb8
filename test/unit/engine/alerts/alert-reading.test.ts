import { expect, test } from 'vitest';
import { type Ages, readAlert } from '../../../../src-main/engine/alerts/alert-reading.ts';
import { messageWords, readingWords } from '../../../../src-main/engine/alerts/alert-words.ts';
import { alertDraftSchema } from '../../../../src-preload/contract/index.ts';

const NOW = Date.parse('2026-11-20T12:00:00.000Z');
const MINUTE = 60_000;
const fresh: Ages = { dataAt: NOW - 3 * MINUTE, isStale: false, states: ['fresh'] };
const rows = {
  columns: [
    { name: 'match', type: 'text' },
    { name: 'margin', type: 'number' },
  ],
  rows: [
    ['a', 3],
    ['b', 7.25],
    ['c', null],
  ],
};

const alertOf = (condition: object, subject: object = {}) =>
  alertDraftSchema.parse({ name: 'x', subject: { kind: 'panel', dashboardId: 'd', panelId: 'p', ...subject }, condition });
const read = (condition: object, subject: object = {}, found = rows, ages = fresh) =>
  readAlert(alertOf(condition, subject), { rows: found, ages }, NOW);

test.each([
  [{ is: 'above', value: 4 }, {}, 3, false],
  [{ is: 'above', value: 4 }, { take: 'any' }, 7.25, true],
  [{ is: 'above', value: 4 }, { take: 'every' }, 3, false],
  [{ is: 'above', value: 2 }, { take: 'every' }, 3, true],
  [{ is: 'at-least', value: 3 }, {}, 3, true],
  [{ is: 'below', value: 3 }, { take: 'last' }, 7.25, false],
  [{ is: 'at-most', value: 10.25 }, { take: 'sum' }, 10.25, true],
  [{ is: 'inside', from: 5, to: 6 }, { take: 'average' }, 5.125, true],
  [{ is: 'outside', from: 5, to: 6 }, { take: 'greatest' }, 7.25, true],
  [{ is: 'below', value: 4 }, { take: 'least' }, 3, true],
  [{ is: 'equal', value: 3 }, { take: 'rows' }, 3, true],
  [{ is: 'equal', value: 'a' }, { column: 'match' }, 'a', true],
  [{ is: 'not-equal', value: 'a' }, { column: 'match', take: 'last' }, 'c', true],
])('%j of %j reads %j', (condition, subject, value, holds) => {
  expect(read(condition, subject)).toMatchObject({ value, holds, problem: null });
});

test('what cannot be compared is said, and holds neither way', () => {
  expect(read({ is: 'above', value: 4 }, { column: 'price' })).toMatchObject({ holds: null, problem: 'The panel has no column "price".' });
  expect(read({ is: 'above', value: 4 }, { column: 'match' })).toMatchObject({ holds: null, problem: '"a" is no number to compare.' });
  expect(read({ is: 'above', value: 4 }, {}, { ...rows, rows: [] })).toMatchObject({ holds: null, problem: 'The panel shows no value.' });
  const failed = readAlert(alertOf({ is: 'above', value: 4 }), { rows: { problem: 'no such table' }, ages: fresh }, NOW);
  expect(failed).toMatchObject({ holds: null, problem: 'no such table' });
});

test('an age holds from the moment on that it names, and says when that will be', () => {
  const condition = { is: 'older-than', seconds: 300 };
  expect(read(condition)).toMatchObject({ value: 180, holds: false, turnsAt: NOW + 2 * MINUTE });
  expect(read(condition, {}, rows, { ...fresh, dataAt: NOW - 5 * MINUTE })).toMatchObject({ value: 300, holds: true, turnsAt: Infinity });
  expect(read(condition, {}, rows, { ...fresh, dataAt: null, states: ['never'] })).toMatchObject({ value: null, holds: true });
});

test('a state is looked for among those of all sources', () => {
  expect(read({ is: 'in-state', states: ['error', 'sign-in'] }, {}, rows, { ...fresh, states: ['fresh', 'sign-in'] })).toMatchObject({
    value: 'sign-in',
    holds: true,
  });
});

test('a state that time alone changes is read again at that moment', () => {
  const ages = { ...fresh, turnsAt: NOW + 60_000 };
  expect(read({ is: 'in-state', states: ['stale'] }, {}, rows, ages)).toMatchObject({
    value: 'fresh',
    holds: false,
    turnsAt: NOW + 60_000,
  });
  expect(read({ is: 'in-state', states: ['stale'] }, {}, rows, fresh).turnsAt).toBe(Infinity);
});

test('words say the value, the limit and how old the data are', () => {
  const above = alertOf({ is: 'above', value: 4 }, { take: 'any' });
  const at = (ages: Ages) => readAlert(above, { rows, ages }, NOW);
  expect(messageWords('fired', 'Margin', above, at(fresh))).toBe('Margin is 7.25, above 4. Its data are 3 min old.');
  expect(messageWords('resolved', 'Margin', above, { ...at(fresh), holds: false, value: 2 })).toBe(
    'Over: Margin is 2, not above 4. Its data are 3 min old.',
  );
  expect(readingWords('Margin', above, at({ dataAt: NOW - 42 * MINUTE, isStale: true, states: ['stale'] }))).toBe(
    'Margin is 7.25, above 4. Its data are 42 min old, older than their rule.',
  );
  expect(readingWords('Margin', above, { ...at(fresh), problem: 'no such table' })).toBe('Margin cannot be read: no such table');
});
