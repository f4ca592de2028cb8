import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sourceDraftSchema } from '../../../../../src-preload/contract/index.ts';
import { emptyAuth, emptyDraft, emptyPaging, type Draft, emptyQuota } from '../../../../../src-renderer/add-source/draft/shape.ts';
import { quotaToInput, suggestName, toInput } from '../../../../../src-renderer/add-source/draft/to-input.ts';

const input = (change: Partial<Draft>) => toInput({ ...emptyDraft(), name: 'N', url: 'https://x.example', ...change });

test('an empty form gives the name, the URL and the rule, and nothing else', () => {
  const bare = input({});
  expect(Object.keys(bare).sort()).toEqual(['name', 'policy', 'url']);
  expect(sourceDraftSchema.safeParse(bare).success).toBe(true);
});

test('blanks around what was typed are left out', () => {
  expect(
    input({
      id: ' odds ',
      name: ' N ',
      url: ' https://x.example ',
      list: ' data ',
      idField: '\tkey',
      timeField: 't ',
      richFields: [' a ', ' '],
    }),
  ).toMatchObject({
    id: 'odds',
    name: 'N',
    url: 'https://x.example',
    list: 'data',
    idField: 'key',
    timeField: 't',
    richFields: ['a'],
  });
});

test('rows without a name are left out, and of two with the same name the later one counts', () => {
  const headers = [
    { name: '', value: 'lost' },
    { name: ' A ', value: ' 1 ' },
    { name: 'A', value: '2' },
  ];
  expect(input({ headers }).headers).toEqual({ A: '2' });
  expect(input({ headers: [{ name: ' ', value: 'x' }] })).not.toHaveProperty('headers');
});

test('only a POST has a body', () => {
  expect(input({ body: '{}' })).not.toHaveProperty('body');
  expect(input({ method: 'POST', body: '{}' })).toMatchObject({ method: 'POST', body: '{}' });
  expect(input({ method: 'POST' })).not.toHaveProperty('body');
});

test('a secret is typed, stored or in a variable', () => {
  const auth = { ...emptyAuth('bearer'), secret: ' typed ', env: ' KEY ' };
  expect(input({ auth }).auth).toEqual({ kind: 'bearer', secret: ' typed ' });
  expect(input({ auth: { ...auth, from: 'env' } }).auth).toEqual({ kind: 'bearer', secret: { env: 'KEY' } });
  expect(input({ auth: { ...auth, from: 'stored' } }).auth).toEqual({ kind: 'bearer', secret: { stored: true } });
});

test('no secret that was typed before is sent when it comes from elsewhere or sign-in was given up', () => {
  for (const auth of [
    { ...emptyAuth('bearer'), from: 'env' as const, env: 'KEY', secret: 'old' },
    { ...emptyAuth('none'), secret: 'old' },
  ]) {
    expect(JSON.stringify(input({ auth }))).not.toContain('old');
  }
});

test('fields of paging that are empty have their usual values', () => {
  const cleared = { param: ' ', start: '' as const, sizeParam: '', size: '' as const, maxPages: '' as const };
  expect(input({ paging: { ...emptyPaging('page'), ...cleared } }).paging).toEqual({
    kind: 'page',
    param: 'page',
    start: 1,
    maxPages: 100,
  });
  expect(input({ paging: { ...emptyPaging('offset'), ...cleared } }).paging).toEqual({
    kind: 'offset',
    param: 'offset',
    sizeParam: 'limit',
    size: 100,
    maxPages: 100,
  });
  expect(input({ paging: { ...emptyPaging('link'), maxPages: 3 } }).paging).toEqual({ kind: 'link', maxPages: 3 });
});

test('0 is a number, not an empty field', () => {
  expect(input({ paging: { ...emptyPaging('page'), start: 0 } }).paging).toMatchObject({ start: 0 });
  expect(quotaToInput({ ...emptyQuota(), reservePercent: 0 })).toEqual({
    windows: [],
    reserveForManualPercent: 0,
    cost: 1,
    spread: 'usual-hours',
  });
});

test('windows without a limit are left out', () => {
  const window = { per: 'hour' as const, align: 'clock' as const };
  expect(
    quotaToInput({
      ...emptyQuota(),
      windows: [
        { ...window, limit: '' },
        { ...window, limit: 5 },
      ],
      reservePercent: '',
    }),
  ).toEqual({
    windows: [{ ...window, limit: 5 }],
    reserveForManualPercent: 10,
    cost: 1,
    spread: 'usual-hours',
  });
});

test('a time zone is said only where it matters', () => {
  const zone = { limit: 5, timeZone: 'Europe/Berlin' };
  const { windows } = quotaToInput({
    ...emptyQuota(),
    windows: [
      { ...zone, per: 'month', align: 'clock' },
      { ...zone, per: 'day', align: 'sliding' },
      { ...zone, per: 'minute', align: 'clock' },
    ],
  });
  expect(windows.map((window) => window.timeZone)).toEqual(['Europe/Berlin', undefined, undefined]);
});

test('a cost is an expression, a header or a number, in this order', () => {
  const cost = (part: object) => quotaToInput({ ...emptyQuota(), cost: 3, ...part }).cost;
  expect(cost({})).toBe(3);
  expect(cost({ costHeader: ' x-requests-last ' })).toEqual({ header: 'x-requests-last', expected: 3 });
  expect(cost({ costHeader: 'x-requests-last', costExpression: ' 2 * 3 ' })).toEqual({ expression: '2 * 3' });
});

test('a price and a budget', () => {
  expect(
    quotaToInput({ ...emptyQuota(), pricePerUnit: 0.02, currency: ' eur ', budget: 10, budgetUnit: 'money', budgetTimeZone: 'UTC' }),
  ).toMatchObject({ price: { perUnit: 0.02, currency: 'EUR' }, budget: { perMonth: 10, unit: 'money', timeZone: 'UTC' } });
});

describe('the name of a source is made from its URL', () => {
  test.each([
    ['', ''],
    ['not a url', ''],
    ['https://api.example.com/v4/sports/odds', 'example.com odds'],
    ['https://www.example.com', 'example.com'],
    ['https://example.com/items.JSON?key=1', 'example.com items'],
    ['https://example.com/api/v2/123', 'example.com'],
    ['https://example.com/users/42/', 'example.com users'],
    ['http://localhost:9090/api/v1/query', 'localhost query'],
    ['https://example.com/gr%C3%B6%C3%9Fe', 'example.com größe'],
    ['https://example.com/größe', 'example.com größe'],
    ['https://example.com/100%', 'example.com 100%'],
    ['https://example.com/%FF', 'example.com %FF'],
    ['https://example.com/%E0%A4', 'example.com %E0%A4'],
  ])('%s becomes %j', (url, name) => {
    expect(suggestName(url)).toBe(name);
  });

  test('and is used where none is given', () => {
    expect(input({ name: '  ', url: 'https://x.example/odds' }).name).toBe('x.example odds');
  });

  test('and is never too long, whatever is typed', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string().map((path) => `https://x.example/${path}`),
          fc.string(),
        ),
        (url) => {
          expect(suggestName(url).length).toBeLessThanOrEqual(200);
        },
      ),
    );
    expect(suggestName(`https://x.example/${'a'.repeat(1_000)}`)).toHaveLength(200);
  });
});
