import { describe, expect, test } from 'vitest';
import { buildRequest, FIRST_PAGE, nextLink, openJsonApi, requestKey, shownUrl } from '../../../src-main/connectors/json-api.ts';
import { UpstreamError } from '../../../src-main/connectors/upstream-error.ts';
import { sourceConfigSchema, type SourceConfig } from '../../../src-preload/contract/index.ts';

const source = (change: Record<string, unknown> = {}): SourceConfig =>
  sourceConfigSchema.parse({ id: 's', name: 'S', url: 'https://api.example.com/items', ...change });
const answer = (body: unknown, headers: Record<string, string> = {}) => ({
  status: 200,
  headers: new Headers(headers),
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  url: 'https://api.example.com/items',
});
const read = (config: SourceConfig, body: unknown, headers = {}, place = FIRST_PAGE) =>
  openJsonApi(config).readPage(answer(body, headers), place);
async function failure(work: Promise<unknown>) {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UpstreamError)) throw new Error('it did not fail as an upstream does');
  return error.failure;
}

describe('the request', () => {
  test.each([
    [{ kind: 'header', name: 'X-Key', secret: 'k' }, 'x-key', 'k'],
    [{ kind: 'bearer', secret: 'k' }, 'authorization', 'Bearer k'],
    [{ kind: 'basic', username: 'u', secret: 'k' }, 'authorization', 'Basic dTpr'],
  ])('carries %j', (auth, header, value) => {
    expect(buildRequest(source({ auth }), 'k', FIRST_PAGE).headers[header]).toBe(value);
  });

  test('carries a query key, which is struck out of the address that is shown', () => {
    const config = source({ auth: { kind: 'query', name: 'apiKey', secret: 'k y' } });
    const { url } = buildRequest(config, 'k y', FIRST_PAGE);
    expect(url).toBe('https://api.example.com/items?apiKey=k+y');
    expect(shownUrl(config, url)).toBe('https://api.example.com/items?apiKey=•••');
  });

  test('is recognised again without its secret', () => {
    const one = source({ auth: { kind: 'bearer', secret: 'a' } });
    expect(requestKey(one, FIRST_PAGE)).toBe(requestKey(source({ auth: { kind: 'none' } }), FIRST_PAGE));
    expect(requestKey(one, FIRST_PAGE)).not.toBe(requestKey(source({ query: { a: '1' } }), FIRST_PAGE));
  });

  test.each([
    [{ kind: 'page', param: 'p', start: 0, sizeParam: 'n', size: 50 }, { index: 2, next: 'more', offset: 100 }, '?p=2&n=50'],
    [{ kind: 'offset', size: 50 }, { index: 2, next: 'more', offset: 100 }, '?offset=100&limit=50'],
    [{ kind: 'cursor', cursor: 'next' }, { index: 1, next: 'a b', offset: 50 }, '?cursor=a+b'],
    [{ kind: 'link' }, { index: 1, next: 'https://api.example.com/items?x=2', offset: 50 }, '?x=2'],
  ])('pages by %j', (paging, place, query) => {
    expect(buildRequest(source({ paging }), null, place).url).toBe(`https://api.example.com/items${query}`);
  });

  test('never follows a Link header to another origin, which would see the key', () => {
    expect(() =>
      buildRequest(source({ paging: { kind: 'link' } }), 'k', { index: 1, next: 'https://evil.example/items', offset: 1 }),
    ).toThrow('another server');
  });
});

describe('a page', () => {
  test('becomes records with id, time and computed fields', async () => {
    const config = source({ list: 'data.items', idField: 'meta.key', timeField: 'at', computed: { total: 'a + b' } });
    const page = await read(config, { data: { items: [{ meta: { key: 7 }, at: '2026-11-20', a: 1, b: 2 }] } });
    expect(page.records).toEqual([
      { id: '7', time: Date.parse('2026-11-20'), fields: { meta: { key: 7 }, at: '2026-11-20', a: 1, b: 2, total: 3 } },
    ]);
  });

  test('keeps what it can take and says what it cannot', async () => {
    const page = await read(source(), [{ id: 1 }, { id: 1, again: true }, { name: 'no id' }, 'text', { id: { deep: 1 } }, { id: 0 }]);
    expect(page.records.map((record) => record.id)).toEqual(['1', '0']);
    expect(page.entries).toBe(6);
    expect(page.rejected.map(({ reason, count }) => [reason, count])).toEqual([
      ['the id occurs twice in one response', 1],
      ['no value in the id field "id"', 1],
      ['not an object', 1],
      ['the id field "id" is an object', 1],
    ]);
  });

  test('may be a single object', async () => {
    expect((await read(source(), { id: 1, x: 2 })).records.length).toBe(1);
  });

  test('may be an empty list', async () => {
    expect(await read(source({ list: 'data' }), { data: [] })).toMatchObject({ records: [], entries: 0, next: null });
  });

  test('without a list says where lists are', async () => {
    expect(await failure(read(source(), { data: { items: [{ id: 1 }, { id: 2 }] } }))).toMatchObject({
      code: 'no-list',
      advice: expect.stringContaining('"data.items" (2)'),
    });
    expect(await failure(read(source({ list: 'nope' }), { a: 1 }))).toMatchObject({
      code: 'no-list',
      message: expect.stringContaining('"nope" is not in the response'),
    });
    expect(await failure(read(source({ list: 'a' }), { a: 'text' }))).toMatchObject({
      code: 'no-list',
      message: '"a" is text, not a list of records.',
    });
  });

  test('in which nothing has an id is refused as a whole', async () => {
    expect(await failure(read(source({ idField: 'key' }), [{ id: 1 }, { id: 2 }]))).toMatchObject({
      code: 'no-ids',
      message: expect.stringContaining('None of the 2 entries'),
    });
  });

  test.each(['; charset=iso-8859-1', '; charset=latin-1', '', '; charset=klingon'])(
    'in Latin 1 is read as that with "%s"',
    async (named) => {
      const latin = {
        ...answer(''),
        body: Buffer.from('[{"id":1,"name":"Zürich"}]', 'latin1'),
        headers: new Headers({ 'content-type': `application/json${named}` }),
      };
      expect((await openJsonApi(source()).readPage(latin, FIRST_PAGE)).records[0]?.fields['name']).toBe('Zürich');
    },
  );
});

describe('the next page', () => {
  test('by number or offset ends with a short page', async () => {
    const paged = source({ paging: { kind: 'offset', size: 2 } });
    expect((await read(paged, [{ id: 1 }, { id: 2 }])).next).toBe('more');
    expect((await read(paged, [{ id: 3 }])).next).toBeNull();
  });

  test('by cursor ends without one, and with the same one again', async () => {
    const paged = source({ list: 'data', paging: { kind: 'cursor', cursor: 'paging.next' } });
    expect((await read(paged, { data: [{ id: 1 }], paging: { next: 'b' } })).next).toBe('b');
    expect((await read(paged, { data: [{ id: 1 }], paging: { next: null } })).next).toBeNull();
    expect((await read(paged, { data: [{ id: 1 }], paging: { next: 'b' } }, {}, { index: 1, next: 'b', offset: 1 })).next).toBeNull();
  });

  test.each([
    [
      '<https://api.example.com/items?page=2>; rel="next", <https://api.example.com/items?page=9>; rel="last"',
      'https://api.example.com/items?page=2',
    ],
    ['</items?page=2>; title="a, b"; rel=next', 'https://api.example.com/items?page=2'],
    ['<https://api.example.com/items?page=1>; rel="prev first"', null],
    ['<x>; rel="next prefetch"', 'https://api.example.com/x'],
    ['nonsense', null],
  ])('by Link header %s', (header, expected) => {
    expect(nextLink(header, 'https://api.example.com/items')).toBe(expected);
  });
});

describe('another format', () => {
  const ids = async (config: SourceConfig, body: string) => (await read(config, body)).records.map(({ id }) => id);

  test('a feed needs to be told nothing but that it is one', async () => {
    const page = await read(
      source({ format: { kind: 'feed' }, timeField: 'publishedAt' }),
      '<rss><channel><item><guid>1</guid><pubDate>Tue, 03 Jun 2003 09:39:21 GMT</pubDate></item></channel></rss>',
    );
    expect(page.records).toMatchObject([{ id: '1', time: Date.UTC(2003, 5, 3, 9, 39, 21) }]);
  });

  test('a row without an id is named by what it holds, and by nothing that is computed', async () => {
    const csv = { format: { kind: 'csv' } };
    const [one, two, again] = await ids(source(csv), 'a,b\n1,2\n1,3\n1,2');
    expect(one).toMatch(/^[\w-]{22}$/);
    expect(two).not.toBe(one);
    expect(again).toBe(`${one ?? ''}-2`);
    expect(await ids(source({ ...csv, computed: { c: 'a + b' } }), 'a,b\n1,2')).toEqual([one]);
  });

  test('a row is named by its column id, or by the columns that are chosen', async () => {
    expect(await ids(source({ format: { kind: 'csv' } }), 'id,b\nx,2')).toEqual(['x']);
    expect(await ids(source({ format: { kind: 'csv' }, idField: 'a & "/" & b' }), 'a,b\n1,2')).toEqual(['1/2']);
  });

  test('what cannot be read is among the rejected with its line, and the rest is taken', async () => {
    const page = await read(source({ format: { kind: 'ndjson' } }), '{"id":1}\n{"id":');
    expect(page.records.map(({ id }) => id)).toEqual(['1']);
    expect(page.rejected).toEqual([{ reason: 'the line is not valid JSON', count: 1, example: 'line 2: "{\\"id\\":"' }]);
  });
});
