import { expect, test } from 'vitest';
import { enrichmentSchema, mostTries, richFieldsOf } from '../../../src-preload/contract/index.ts';

const problemOf = (request: object, more: object[] = []): string => {
  const result = enrichmentSchema.safeParse({ requests: [{ url: '/x/{id}', fields: { a: 'a' }, ...request }, ...more] });
  return result.success ? '' : (result.error.issues[0]?.message ?? '');
};

test('a request needs no more than an address and the fields that it fills', () => {
  expect(enrichmentSchema.parse({ requests: [{ url: '/x/{id}', fields: { laps: '' } }] })).toEqual({
    requests: [
      {
        name: 'details',
        url: '/x/{id}',
        headers: {},
        fields: { laps: '' },
        group: 'essential',
        hoursBetweenTries: 24,
        recordsYoungerThanDays: 21,
      },
    ],
    sharePercent: 50,
    everySeconds: 60,
    callsPerRun: 30,
  });
});

test('essential details are tried for ever, optional ones five times, unless a number is set', () => {
  expect([mostTries({ group: 'essential' }), mostTries({ group: 'optional' }), mostTries({ group: 'essential', tries: 2 })]).toEqual([
    null,
    5,
    2,
  ]);
});

test.each([
  ['/x', 'does not say which record'],
  ['/x/{}', 'no name within the braces'],
  ['/x/{id', 'a brace is left open'],
  ['https://{id}.example.com/x', 'the server must be the same for all records'],
  ['https://example.com:{id}/x', 'not a URL'],
  ['//{id}/x', 'the server must be the same for all records'],
  ['{id}://example.com/', 'only http and https are supported'],
  ['ftp://example.com/{id}', 'only http and https are supported'],
  ['https://me:pass@example.com/{id}', 'must not hold a user name'],
  ['/x/{ids}', '{ids} needs "batch"'],
])('%s is refused', (url, problem) => {
  expect(problemOf({ url })).toContain(problem);
});

test('a batch asks with {ids} and nothing else', () => {
  expect(problemOf({ url: '/x?ids={ids}', batch: {} })).toBe('');
  expect(problemOf({ url: '/x/{id}', batch: {} })).toContain('{ids}');
  expect(problemOf({ url: '/{team.id}/{ids}', batch: {} })).toContain('{ids}');
});

test('two requests need two names, and a field is filled by one of them', () => {
  const other = { url: '/y/{id}', fields: { b: 'b' } };
  expect(problemOf({}, [other])).toContain('another request has this name');
  expect(problemOf({}, [{ ...other, name: 'other' }])).toBe('');
  expect(problemOf({}, [{ ...other, name: 'other', fields: { a: 'x' } }])).toContain('"a" is filled twice');
  expect(problemOf({}, [{ ...other, name: 'other', fields: { 'a.b': 'x' } }])).toContain('"a.b" lies within "a"');
  expect(problemOf({ fields: {} })).toContain('at least one field');
});

test('the fields that details fill are rich fields', () => {
  const enrichment = enrichmentSchema.parse({ requests: [{ url: '/x/{id}', fields: { a: '', 'map.line': 'l' } }] });
  expect(richFieldsOf({ richFields: ['z', 'a'], enrichment })).toEqual(['z', 'a', 'map.line']);
  expect(richFieldsOf({ richFields: ['z'] })).toEqual(['z']);
});
