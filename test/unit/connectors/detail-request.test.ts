import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DetailApi } from '../../../src-main/connectors/detail-request.ts';
import { sourceConfigSchema } from '../../../src-preload/contract/index.ts';

const open = (request: object, settings: object = {}): DetailApi => {
  const config = sourceConfigSchema.parse({
    id: 'a',
    name: 'A',
    url: 'https://api.example.com/v3/list?page=1',
    enrichment: { requests: [{ fields: { x: 'x' }, ...request }] },
    ...settings,
  });
  const [first] = config.enrichment?.requests ?? [];
  if (first === undefined) throw new Error('no request');
  return new DetailApi(config, first);
};

const urlsOf = (api: DetailApi, ids: string[], fields: Record<string, unknown> = {}) =>
  api.calls(ids.map((id) => ({ id, fields }))).calls.map((call) => call.url);

test('an address is relative to that of the source', () => {
  expect(urlsOf(open({ url: '/v3/items/{id}' }), ['7'])).toEqual(['https://api.example.com/v3/items/7']);
  expect(urlsOf(open({ url: 'items/{id}?all={kind}' }), ['7'], { kind: true })).toEqual(['https://api.example.com/v3/items/7?all=true']);
});

test('whatever an id is, it stays within its place in the address', () => {
  const api = open({ url: '/items/{id}/details?of={id}#x' });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ minLength: 1, unit: 'binary' }),
        fc.constantFrom('.', '..', '%2e%2e', '/', '?a=b', '#', '@evil', "'!()*", '\ud800'),
      ),
      (id) => {
        const [url] = urlsOf(api, [id]);
        if (url === undefined) return ['.', '..'].includes(id);
        const { origin, pathname, searchParams } = new URL(url);
        expect(origin).toBe('https://api.example.com');
        expect(pathname.split('/').length).toBe(4);
        expect(decodeURIComponent(pathname.split('/')[2] ?? '')).toBe(id.toWellFormed());
        expect(searchParams.get('of')).toBe(id.toWellFormed());
        return true;
      },
    ),
  );
});

test('an id that leads to another place, and a field that is missing, make no address', () => {
  const byField = open({ url: '/items/{detail.id}' });
  expect(byField.calls([{ id: '1', fields: { detail: { id: null } } }]).unaskable.length).toBe(1);
  expect(byField.calls([{ id: '1', fields: {} }]).unaskable.length).toBe(1);
  expect(urlsOf(byField, ['1'], { detail: { id: 12 } })).toEqual(['https://api.example.com/items/12']);
  for (const id of ['.', '..']) expect(urlsOf(open({ url: '/items/{id}' }), [id])).toEqual([]);
});

test('ids are put into calls up to the size of the batch and a bearable length of the address', () => {
  const api = open({ url: '/items?ids={ids}', batch: { size: 3 } });
  expect(urlsOf(api, ['1', '2', '3', '4'])).toEqual(['https://api.example.com/items?ids=1,2,3', 'https://api.example.com/items?ids=4']);
  const long = Array.from({ length: 9 }, (_, index) => `${index}${'x'.repeat(3_000)}`);
  expect(
    open({ url: '/items?ids={ids}', batch: { size: 100 } })
      .calls(long.map((id) => ({ id, fields: {} })))
      .calls.map((call) => call.targets.length),
  ).toEqual([2, 2, 2, 2, 1]);
  expect(api.calls([{ id: 'a,b', fields: {} }])).toEqual({ calls: [], unaskable: [{ id: 'a,b', fields: {} }] });
});

test('the key goes to the server of the source only, wherever it is sent', () => {
  const auth = { kind: 'query', name: 'key', secret: { stored: true } };
  const own = open({ url: '/items/{id}' }, { auth, headers: { 'X-Team': 'blue' } });
  const [url = ''] = urlsOf(own, ['1']);
  expect(own.build(url, 's3')).toMatchObject({
    url: 'https://api.example.com/items/1?key=s3',
    method: 'GET',
    headers: { 'x-team': 'blue' },
  });
  for (const other of ['https://other.example.com/{id}', 'http://api.example.com/{id}', 'https://api.example.com:8443/{id}']) {
    const api = open({ url: other, headers: { 'x-own': '1' } }, { auth, headers: { 'X-Team': 'blue' } });
    const request = api.build(urlsOf(api, ['1'])[0] ?? '', 's3');
    expect(request.url).not.toContain('s3');
    expect(request.headers).toMatchObject({ 'x-own': '1' });
    expect(request.headers).not.toHaveProperty('x-team');
  }
});

const answer = (body: unknown, status = 200) => ({
  status,
  headers: new Headers(),
  body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
  url: 'https://api.example.com/items',
});

test('of an answer the named fields are taken; null is a value, what is missing is none', async () => {
  const api = open({ url: '/items/{id}', fields: { kcal: 'energy.kcal', best: '$max(laps)', gear: 'gear', all: '', none: 'none' } });
  const body = { energy: { kcal: 5 }, laps: [1, 3], gear: null };
  expect(await api.read(answer(body), ['1'])).toEqual(new Map([['1', { kcal: 5, best: 3, gear: null, all: body }]]));
  expect(await open({ url: '/items/{id}' }).read(answer(undefined, 204), ['1'])).toEqual(new Map([['1', {}]]));
});

test('the entries of a batch go to their records; what was not asked for is left', async () => {
  const api = open({ url: '/items?ids={ids}', batch: { list: 'data', idField: 'ref.id' }, fields: { x: 'x' } });
  const body = { data: [{ ref: { id: 2 }, x: 'b' }, { ref: { id: '9' }, x: 'c' }, { x: 'd' }, null] };
  expect(await api.read(answer(body), ['1', '2'])).toEqual(new Map([['2', { x: 'b' }]]));
  await expect(api.read(answer({ data: {} }), ['1'])).rejects.toThrow('holds no list of details at "data"');
});

test('an expression that fails is said to be the trouble', async () => {
  const api = open({ url: '/items/{id}', fields: { x: '$sum(name)' } });
  await expect(api.read(answer({ name: 'text' }), ['1'])).rejects.toMatchObject({ failure: { code: 'expression' } });
});
