import { describe, expect, test } from 'vitest';
import { fillPreset } from '../../../../src-main/presets/fill-preset.ts';
import { OpenApiError, readDocument } from '../../../../src-main/presets/openapi/document.ts';
import { operationsOf } from '../../../../src-main/presets/openapi/operations.ts';
import type { PresetValues } from '../../../../src-preload/contract/index.ts';

const read = (value: unknown, url: string | null = null) =>
  operationsOf(readDocument(typeof value === 'string' ? value : JSON.stringify(value)), url);

/** The only operation of a document, with the source that it gives. */
function one(value: unknown, values: PresetValues = {}, url: string | null = null) {
  const { operations, notes } = read(value, url);
  const [preset] = operations;
  if (preset === undefined) throw new Error('no operation');
  const { sources, problems } = fillPreset(preset, values, []);
  return {
    preset,
    source: sources[0],
    problems,
    notes,
    parameters: preset.parameters.map(({ name, kind, required }) => [name, kind, required]),
  };
}

const list = (item: object) => ({ type: 'object', properties: { data: { type: 'array', items: item }, total: { type: 'integer' } } });
const order = {
  type: 'object',
  properties: { id: { type: 'integer' }, note: { type: 'string' }, created_at: { type: 'string', format: 'date-time' } },
};
const answers = (schema: object, more: object = {}) => ({
  200: { description: 'ok', content: { 'application/json': { schema } }, ...more },
});
const document = (operation: object, more: object = {}) => ({
  openapi: '3.0.3',
  info: { title: 'Shop', version: '1' },
  servers: [{ url: 'https://api.example.com/v1/' }],
  paths: { '/orders': { get: { responses: answers(list({ $ref: '#/components/schemas/Order' })), ...operation } } },
  components: { schemas: { Order: order }, securitySchemes: {} },
  ...more,
});

test('an operation becomes a preset: address, records, id and time are taken from the document', () => {
  const { preset, source, problems } = one(document({ summary: 'List orders', tags: ['Orders'] }));
  expect(problems).toEqual([]);
  expect(preset).toMatchObject({ name: 'List orders', summary: 'GET /orders', category: 'Orders', auth: { kind: 'none' } });
  expect(source).toMatchObject({
    id: 'shop-list-orders',
    name: 'Shop List orders',
    url: 'https://api.example.com/v1/orders',
    list: 'data',
    idField: 'id',
    timeField: 'created_at',
    paging: { kind: 'none' },
  });
});

test('YAML is read as well as JSON, OpenAPI 3.1 as well as 3.0', () => {
  const yaml = `
openapi: 3.1.0
info: { title: Gauges, version: "2" }
servers: [{ url: "https://{region}.example.com", variables: { region: { default: north } } }]
paths:
  /gauges:
    get:
      operationId: listGauges
      responses:
        "200":
          description: ok
          content:
            application/vnd.api+json:
              schema:
                type: array
                items: { type: object, properties: { key: { type: [string, "null"] }, updated: { type: string, format: date-time } } }
`;
  expect(one(yaml).source).toMatchObject({ url: 'https://north.example.com/gauges', list: '', idField: 'key', timeField: 'updated' });
});

test('Swagger 2 is read with its own places for servers, parameters and answers', () => {
  const swagger = {
    swagger: '2.0',
    info: { title: 'Pets', version: '1' },
    host: 'pets.example.com',
    basePath: '/v2',
    schemes: ['http', 'https'],
    securityDefinitions: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
    security: [{ key: [] }],
    paths: {
      '/pets/{owner}': {
        parameters: [{ name: 'owner', in: 'path', required: true, type: 'string' }],
        get: {
          parameters: [
            { name: 'limit', in: 'query', type: 'integer', maximum: 500 },
            { name: 'offset', in: 'query', type: 'integer' },
          ],
          responses: { 200: { schema: { type: 'array', items: { $ref: '#/definitions/Pet' } } } },
        },
      },
    },
    definitions: { Pet: { type: 'object', properties: { petId: { type: 'string' } } } },
  };
  const { source, problems } = one(swagger, { owner: 'ada l', secret: 'hush' });
  expect(problems).toEqual([]);
  expect(source).toMatchObject({
    url: 'https://pets.example.com/v2/pets/ada%20l',
    idField: 'petId',
    auth: { kind: 'header', name: 'X-Key', secret: 'hush' },
    paging: { kind: 'offset', param: 'offset', sizeParam: 'limit', size: 500 },
  });
});

test('a server that is a path belongs to the address of the document', () => {
  const { source } = one({ ...document({}), servers: [{ url: '/api' }] }, {}, 'https://docs.example.com/openapi.json');
  expect(source?.url).toBe('https://docs.example.com/api/orders');
});

test('parameters become fields of their kinds; empty ones that are not required are not sent', () => {
  const operation = {
    parameters: [
      { name: 'status', in: 'query', schema: { type: 'string', enum: ['open', 'shut'] } },
      { name: 'archived', in: 'query', schema: { type: 'boolean' } },
      { name: 'min_price', in: 'query', schema: { type: 'number', minimum: 0 } },
      { name: 'from-date', in: 'query', required: true, schema: { type: 'string', format: 'date' } },
      { name: 'tags[]', in: 'query', schema: { type: 'array', items: { type: 'string', enum: ['a', 'b'] } } },
      { name: 'X-Tenant', in: 'header', required: true, schema: { type: 'string' } },
      { name: 'Accept', in: 'header', schema: { type: 'string' } },
      { name: 'session', in: 'cookie', schema: { type: 'string' } },
    ],
  };
  const { parameters, source, problems } = one(document(operation), { fromDate: '2026-01-01', xTenant: 'north', tags: 'a,b' });
  expect(problems).toEqual([]);
  expect(parameters).toEqual([
    ['server', 'text', true],
    ['status', 'choice', false],
    ['archived', 'choice', false],
    ['minPrice', 'number', false],
    ['fromDate', 'text', true],
    ['tags', 'text', false],
    ['xTenant', 'text', true],
  ]);
  expect(source?.query).toEqual({ 'from-date': '2026-01-01', 'tags[]': 'a,b' });
  expect(source?.headers).toEqual({ 'X-Tenant': 'north' });
});

describe('paging is taken from the names of parameters and the shape of the answer', () => {
  const query = (...names: [string, object?][]) => ({
    parameters: names.map(([name, schema]) => ({ name, in: 'query', schema: { type: 'integer', ...schema } })),
  });
  const cursors = {
    type: 'object',
    properties: { items: { type: 'array', items: order }, meta: { type: 'object', properties: { next_cursor: { type: 'string' } } } },
  };
  test.each([
    [
      'pages',
      query(['page', { default: 0 }], ['per_page', { maximum: 50 }]),
      { kind: 'page', param: 'page', start: 0, sizeParam: 'per_page', size: 50 },
    ],
    ['pages without a size', query(['page']), { kind: 'page', param: 'page', start: 1 }],
    ['an offset', query(['skip'], ['take']), { kind: 'offset', param: 'skip', sizeParam: 'take', size: 100 }],
    ['an offset without a size, which leads nowhere', query(['offset']), { kind: 'none' }],
    [
      'a cursor',
      { ...query(['cursor', { type: 'string' }]), responses: answers(cursors) },
      { kind: 'cursor', param: 'cursor', cursor: 'meta.next_cursor' },
    ],
    ['a Link header', { responses: answers({ type: 'array', items: order }, { headers: { Link: {} } }) }, { kind: 'link' }],
  ])('%s', (_name, operation, paging) => {
    expect(one(document(operation)).source?.paging).toMatchObject(paging);
  });
});

describe('security schemes become the sign-in', () => {
  const secured = (scheme: object, values: PresetValues, security: object[] = [{ it: ['read'] }]) =>
    one(
      document(
        { security, parameters: [{ name: 'api_key', in: 'query', schema: { type: 'string' } }] },
        { components: { schemas: { Order: order }, securitySchemes: { it: scheme } } },
      ),
      values,
    );
  test.each([
    ['a key in a header', { type: 'apiKey', in: 'header', name: 'X-Key' }, { secret: 's' }, { kind: 'header', name: 'X-Key', secret: 's' }],
    [
      'a key in the query, which is no field of its own then',
      { type: 'apiKey', in: 'query', name: 'api_key' },
      { secret: 's' },
      { kind: 'query', name: 'api_key', secret: 's' },
    ],
    ['a bearer token', { type: 'http', scheme: 'Bearer' }, { secret: 's' }, { kind: 'bearer', secret: 's' }],
    ['basic', { type: 'http', scheme: 'basic' }, { username: 'ada', secret: 's' }, { kind: 'basic', username: 'ada', secret: 's' }],
    [
      'client credentials',
      { type: 'oauth2', flows: { clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: {} } } },
      { clientId: 'me', secret: 's' },
      {
        kind: 'oauth2',
        grant: 'client-credentials',
        tokenUrl: 'https://id.example.com/token',
        clientId: 'me',
        clientSecret: 's',
        scope: 'read',
      },
    ],
    [
      'an authorization code, of which only the token can be entered',
      { type: 'oauth2', flows: { authorizationCode: {} } },
      { secret: 's' },
      { kind: 'bearer', secret: 's' },
    ],
  ])('%s', (_name, scheme, values, auth) => {
    const { source, problems } = secured(scheme, values);
    expect(problems).toEqual([]);
    expect(source?.auth).toMatchObject(auth);
  });

  test('where it may be left out, it may be left out', () => {
    const { source, preset } = secured({ type: 'http', scheme: 'bearer' }, {}, [{}, { it: [] }]);
    expect([preset.auth.kind, source?.auth]).toEqual(['optional-key', { kind: 'none' }]);
  });
});

describe('a POST', () => {
  const post = (path: string, schema: object) => ({
    ...document({}),
    paths: {
      [path]: {
        post: {
          requestBody: {
            content: { 'application/json': { schema: { type: 'object', properties: { text: { type: 'string', example: 'tea' } } } } },
          },
          responses: answers(schema),
        },
      },
    },
  });

  test('that lists is taken, with an example of its body', () => {
    const { source } = one(post('/search', list(order)));
    expect(source).toMatchObject({ method: 'POST', body: '{\n  "text": "tea"\n}', list: 'data' });
  });

  test('that changes something is left out', () => {
    expect(read(post('/orders', order)).operations).toEqual([]);
  });
});

describe('references', () => {
  test('that go round in a circle come to an end', () => {
    const node = {
      type: 'object',
      properties: {
        id: { type: 'string' },
        child: { $ref: '#/components/schemas/Node' },
        children: { type: 'array', items: { $ref: '#/components/schemas/Node' } },
      },
    };
    const loop = { $ref: '#/components/schemas/Loop' };
    const schemas = { Node: node, Loop: loop, Order: order };
    const made = (ref: string) => document({ responses: answers({ type: 'array', items: { $ref: ref } }) }, { components: { schemas } });
    expect(one(made('#/components/schemas/Node')).source).toMatchObject({ list: '', idField: 'id' });
    expect(one(made('#/components/schemas/Loop')).preset.summary).toBe('GET /orders');
  });

  test('to other documents are not followed, and that is said', () => {
    const { notes, source } = one(document({ responses: answers({ $ref: 'https://elsewhere.example.com/order.json' }) }));
    expect(notes).toEqual(['Parts of it are in other documents, which are not fetched: https://elsewhere.example.com/order.json.']);
    expect(source?.url).toBe('https://api.example.com/v1/orders');
  });

  test('are undone where their names hold slashes and tildes, and lead to nothing that objects have by nature', () => {
    const made = document(
      { responses: answers({ type: 'array', items: { $ref: '#/components/schemas/a~1b~0c' } }) },
      { components: { schemas: { 'a/b~c': order } } },
    );
    expect(one(made).source?.timeField).toBe('created_at');
    expect(one(document({ responses: answers({ $ref: '#/constructor/prototype' }) })).problems).toEqual([]);
  });
});

test('a schema as wide and deep as a bomb takes no time', () => {
  const schemas: Record<string, unknown> = {};
  for (let level = 0; level < 40; level += 1) {
    const properties = Object.fromEntries(
      Array.from({ length: 10 }, (_none, at) => [`p${at}`, { $ref: `#/components/schemas/L${level + 1}` }]),
    );
    schemas[`L${level}`] = { type: 'object', properties };
  }
  const before = performance.now();
  read(document({ responses: answers({ $ref: '#/components/schemas/L0' }) }, { components: { schemas } }));
  expect(performance.now() - before).toBeLessThan(1000);
});

test.each([
  ['{"openapi": "4.0.0"}', /OpenAPI 4\.0\.0 is not known/],
  ['{"hello": 1}', /This is no OpenAPI document/],
  ['<!doctype html><html></html>', /This is no OpenAPI document/],
  ['{"openapi": "3.0.0", ', /neither JSON nor YAML/],
  ['a: &a [1]\nb: [*c]', /neither JSON nor YAML/],
  ['', /This is no OpenAPI document/],
])('of %j it is said what is wrong', (text, words) => {
  expect(() => readDocument(text)).toThrow(OpenApiError);
  expect(() => readDocument(text)).toThrow(words);
});

test('a YAML bomb ends as a mistake of the document', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 12; level += 1)
    lines.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`);
  expect(() => readDocument(lines.join('\n'))).toThrow(OpenApiError);
});
