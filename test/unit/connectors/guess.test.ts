import { expect, test } from 'vitest';
import { guessShape } from '../../../src-main/connectors/guess.ts';

test('a bare list, its id and its time', () => {
  const body = [
    { id: 'a', home: 'x', commence_time: '2026-11-20T12:00:00Z' },
    { id: 'b', home: 'x', commence_time: '2026-11-21T12:00:00Z' },
  ];
  expect(guessShape(body)).toMatchObject({ list: '', idField: 'id', timeField: 'commence_time' });
});

test('the list with most to it among several, a nested id, and milliseconds as time', () => {
  const feature = (code: string, time: number) => ({
    type: 'Feature',
    properties: { code, mag: 4, time },
    geometry: { coordinates: [1, 2] },
  });
  const body = {
    metadata: { count: 2 },
    errors: [],
    warnings: [{ text: 'x' }],
    features: [feature('us1', 1795176000000), feature('us2', 1795176100000)],
  };
  expect(guessShape(body)).toMatchObject({ list: 'features', idField: 'properties.code', timeField: 'properties.time' });
});

test('a field that is not unique is no id', () => {
  expect(
    guessShape([
      { id: 1, key: 'a' },
      { id: 1, key: 'b' },
    ]).idField,
  ).toBe('key');
});

test('a cursor to the next page', () => {
  expect(guessShape({ data: [{ id: 1 }, { id: 2 }], nextCursor: 'abc' }).nextCursor).toBe('nextCursor');
  expect(guessShape({ data: [{ id: 1 }], paging: { next_page_token: 'x' } }).nextCursor).toBe('paging.next_page_token');
});

test('names that are no plain paths are quoted for JSONata', () => {
  expect(
    guessShape({
      'my list': [
        { 'the id': 1, id: 2 },
        { 'the id': 2, id: 3 },
      ],
    }).list,
  ).toBe('`my list`');
});

test.each([[null], [5], ['text'], [{}], [[]], [[1, 2, 3]]])('nothing in %j', (body) => {
  expect(guessShape(body)).toMatchObject({ list: null, idField: null, timeField: null });
});
