import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idsOf, limitOf, ownPage, sharedRequests, wantsOf } from '../../../src-main/connectors/shared-requests.ts';
import { type SourceConfig, sourceConfigSchema } from '../../../src-preload/contract/index.ts';

const source = (ids: string, batch: Record<string, unknown> = {}): SourceConfig =>
  sourceConfigSchema.parse({ id: 's', name: 'S', url: 'https://api.example.com/quotes', query: { ids }, batch });
const page = (...ids: string[]) => ({
  records: ids.map((id) => ({ id, fields: { id, symbol: id.toUpperCase() }, time: null })),
  rejected: [],
  entries: ids.length,
  next: null,
});

test('ids are read from the query, or from the address, each once', () => {
  expect(idsOf(source('b, a,b,,c'), { param: 'ids', separator: ',' })).toEqual(['b', 'a', 'c']);
  expect(idsOf({ url: 'https://x.example/q?symbols=a|b', query: {} }, { param: 'symbols', separator: '|' })).toEqual(['a', 'b']);
  expect(limitOf({ url: 'https://x.example/q?limit=20', query: {} }, { param: 'limit' })).toBe(20);
  for (const limit of ['', '0', '-1', '1.5', 'all'])
    expect(limitOf({ url: 'https://x.example/q', query: { limit } }, { param: 'limit' })).toBeNull();
});

test('the union of ids is asked for in one order, whoever asks, and cut to what one call may ask', () => {
  const [a, b] = [source('c,a', { most: 2 }), source('b,a', { most: 2 })];
  const ids = (requests: ReturnType<typeof sharedRequests>) => requests?.map((request) => request.config.query['ids']);
  expect(ids(sharedRequests([a, b]))).toEqual(['a,b', 'c']);
  expect(ids(sharedRequests([b, a]))).toEqual(['a,b', 'c']);
  expect(ids(sharedRequests([a]))).toEqual(['c,a']);
  expect(sharedRequests([a, b])?.map((request) => [wantsOf(a, request), wantsOf(b, request)])).toEqual([
    [true, true],
    [true, false],
  ]);
});

test('every id of every source is asked for exactly once', () => {
  const some = fc.array(fc.stringMatching(/^[a-z]{1,2}$/), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(fc.array(some, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 10 }), (all, most) => {
      const [first, ...rest] = all.map((ids) => source(ids.join(','), { most }));
      if (first === undefined) return;
      const requests = sharedRequests([first, ...rest]) ?? [];
      const asked = requests.flatMap((request) => request.ids ?? []);
      expect([...asked].sort()).toEqual([...new Set(all.flat())].sort());
      expect(requests.every((request) => (request.ids ?? []).length <= most)).toBe(true);
    }),
  );
});

test('a source takes the records that are its own, by their id or by what its key names', async () => {
  const request = { config: source('a,b,c'), ids: ['a', 'b', 'c'] };
  const ids = async (config: SourceConfig) =>
    (await ownPage(config, request, page('a', 'b', 'c', 'other'))).records.map((record) => record.id);
  expect(await ids(source('b,c'))).toEqual(['b', 'c']);
  expect(await ids(source('a', { key: '$lowercase(symbol)' }))).toEqual(['a']);
  expect(await ownPage(source('b'), request, page('a'))).toMatchObject({ records: [], entries: 0 });
});

test('records that nobody asked for are a mistake in the settings, and are said to be', async () => {
  const request = { config: source('a,b'), ids: ['a', 'b'] };
  await expect(ownPage(source('a', { key: 'symbol' }), request, page('a', 'b'))).rejects.toMatchObject({
    failure: { code: 'no-ids', message: 'None of the 2 records is one that was asked for with "ids": the first is "A".' },
  });
  await expect(ownPage(source('a', { key: '$error("no")' }), request, page('a'))).rejects.toMatchObject({
    failure: { code: 'expression' },
  });
});
