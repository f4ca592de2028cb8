import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  sourceConfigSchema,
  sourceDraftSchema,
  type SourceConfig,
  type SourceDraftInput,
} from '../../../../../src-preload/contract/index.ts';
import { fromConfig, quotaFrom } from '../../../../../src-renderer/add-source/draft/from-config.ts';
import { emptyAuth, emptyDraft, emptyPaging, emptyQuota } from '../../../../../src-renderer/add-source/draft/shape.ts';
import { toInput } from '../../../../../src-renderer/add-source/draft/to-input.ts';
import { aConfig } from '../../make.ts';

/** Text that trimming leaves as it is. */
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((each) => each.trim() === each && each !== '__proto__');
const value = fc.string({ unit: 'grapheme', maxLength: 20 });
const headerName = fc.stringMatching(/^[A-Za-z][A-Za-z-]{0,8}$/);
const headerValue = fc.stringMatching(/^[ -~]{0,20}$/);
const pairs = (name: fc.Arbitrary<string>, of: fc.Arbitrary<string>) => fc.dictionary(name, of, { maxKeys: 3, noNullPrototype: true });
const number = (min: number, max: number) => fc.integer({ min, max });
const seconds = number(5, 86_400);
const one = <T>(kind: T) => fc.constant(kind);
const optional = { noNullPrototype: true };

const secret = fc.oneof(text, fc.record({ env: fc.stringMatching(/^[A-Z_]{1,8}$/) }, optional), fc.record({ stored: one(true) }, optional));
const oauth = {
  kind: one('oauth2'),
  tokenUrl: one('https://auth.example.com/token'),
  clientId: one('client 1'),
  scope: fc.constantFrom('read', 'read:all write'),
  clientAuth: fc.constantFrom('basic', 'body'),
  parameters: fc.dictionary(fc.constantFrom('audience', 'resource'), value, optional),
};
const auth = fc.oneof(
  fc.record({ kind: one('none') }, optional),
  fc.record({ kind: one('header'), name: headerName, secret }, optional),
  fc.record({ kind: one('query'), name: text, secret }, optional),
  fc.record({ kind: one('bearer'), secret }, optional),
  fc.record({ kind: one('basic'), username: value, secret }, optional),
  fc.record(
    { ...oauth, grant: one('refresh-token'), clientSecret: secret, refreshToken: secret },
    { requiredKeys: ['kind', 'grant', 'tokenUrl', 'clientId', 'refreshToken'], noNullPrototype: true },
  ),
  fc.record(
    { ...oauth, grant: one('client-credentials'), clientSecret: secret },
    { requiredKeys: ['kind', 'grant', 'tokenUrl', 'clientId', 'clientSecret'], noNullPrototype: true },
  ),
);
const maxPages = number(1, 10_000);
const paging = fc.oneof(
  fc.record({ kind: one('none') }, optional),
  fc.record({ kind: one('link'), maxPages }, optional),
  fc.record({ kind: one('cursor'), cursor: text, param: text, maxPages }, optional),
  fc.record({ kind: one('offset'), param: text, sizeParam: text, size: number(1, 100_000), maxPages }, optional),
  fc.record(
    { kind: one('page'), param: text, start: number(0, 9), sizeParam: text, size: number(1, 100_000), maxPages },
    { requiredKeys: ['kind'], noNullPrototype: true },
  ),
);
const veryStaleSeconds = number(10, 86_400);
const policy = fc.oneof(
  fc.record(
    { preset: one('smart'), whileActiveSeconds: seconds, staleOnOpenSeconds: seconds, veryStaleSeconds },
    { requiredKeys: ['preset'], noNullPrototype: true },
  ),
  fc.record({ preset: one('fixed'), everySeconds: seconds, veryStaleSeconds }, { requiredKeys: ['preset'], noNullPrototype: true }),
  fc.record({ preset: one('manual'), staleSeconds: seconds, veryStaleSeconds }, { requiredKeys: ['preset'], noNullPrototype: true }),
);
const window = fc.record(
  {
    limit: number(1, 1e9),
    per: fc.constantFrom('second', 'minute', 'quarter-hour', 'hour', 'day', 'month'),
    align: fc.constantFrom('clock', 'sliding'),
  },
  optional,
);
const zone = fc.record({ timeZone: fc.constantFrom('Europe/Berlin', 'UTC') }, optional);
const zonedWindow = fc.tuple(number(1, 1e9), zone).map(([limit, clock]) => ({ limit, per: 'month' as const, ...clock }));
const price = fc.record({ perUnit: fc.constantFrom(0.001, 0.5, 2), currency: fc.constantFrom('EUR', 'JPY') });
const money = fc.tuple(price, zone).map(([each, clock]) => ({ price: each, budget: { perMonth: 20, unit: 'money' as const, ...clock } }));
const calls = fc.tuple(number(1, 1000), zone).map(([perMonth, clock]) => ({ budget: { perMonth, unit: 'calls' as const, ...clock } }));
const quota = fc
  .tuple(
    fc.record(
      {
        windows: fc.array(fc.oneof(window, zonedWindow), { maxLength: 3 }),
        reserveForManualPercent: number(0, 100),
        key: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/),
        cost: fc.oneof(
          number(0, 50),
          fc.record({ header: headerName, expected: number(0, 50) }),
          text.map((expression) => ({ expression: `x${expression}` })),
        ),
        spread: fc.constantFrom('usual-hours', 'even', 'none'),
      },
      optional,
    ),
    fc.oneof(
      fc.constant({}),
      price.map((each) => ({ price: each })),
      money,
      calls,
    ),
  )
  .map(([rest, spending]) => ({ ...rest, ...spending }));
const enrichment = fc.record(
  {
    requests: fc.constant([
      { url: '/x/{id}', fields: { a: '' }, group: 'optional' },
      { name: 'other', url: '/y?of={ids}', batch: {}, fields: { b: 'b' } },
    ]),
    sharePercent: number(1, 100),
  },
  optional,
);
const given = fc.record(
  {
    id: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/),
    name: text,
    url: fc.webUrl({ withQueryParameters: true }),
    headers: pairs(headerName, headerValue),
    query: pairs(text, value),
    auth,
    list: text,
    idField: text,
    timeField: text,
    richFields: fc.array(text, { maxLength: 3 }),
    computed: pairs(text, text),
    paging,
    quota,
    probe: fc.record(
      {
        url: fc.webUrl({ withQueryParameters: true }),
        query: pairs(text, value),
        headers: pairs(headerName, headerValue),
        value: text,
        withCredentials: fc.boolean(),
        cost: number(0, 50),
      },
      { requiredKeys: ['url'], noNullPrototype: true },
    ),
    incremental: fc.record(
      {
        param: text,
        field: text,
        format: fc.constantFrom('iso', 'unix-seconds', 'unix-milliseconds', 'text'),
        lookBackSeconds: number(0, 86_400),
        fullEveryHours: number(1, 8760),
      },
      { requiredKeys: ['param'], noNullPrototype: true },
    ),
    policy,
    enrichment,
    timeoutSeconds: number(1, 600),
    maxBodyMebibytes: number(1, 1024),
  },
  { requiredKeys: ['id', 'name', 'url'], noNullPrototype: true },
);
const request = fc.oneof(fc.record({ method: one('GET') }, optional), fc.record({ method: one('POST'), body: text }, optional));
const sharing = fc.oneof(
  fc.constant({}),
  fc.record(
    {
      batch: fc.record(
        { param: text, separator: fc.constantFrom(',', '|', ' '), most: number(1, 10_000), key: text },
        { requiredKeys: [], noNullPrototype: true },
      ),
    },
    optional,
  ),
  fc.record({ widest: fc.record({ param: text }, { requiredKeys: [], noNullPrototype: true }) }, optional),
);
const config: fc.Arbitrary<SourceConfig> = fc
  .tuple(given, request, sharing)
  .map(([rest, how, shared]) => sourceConfigSchema.parse({ ...rest, ...how, ...shared }));

test('a source that goes through the form unchanged is the same source', () => {
  fc.assert(
    fc.property(config, (source) => {
      expect(sourceDraftSchema.parse(toInput(fromConfig(source)))).toEqual(source);
    }),
  );
});

test('what the form gives fills the form in the same way again', () => {
  fc.assert(
    fc.property(config, (source) => {
      const once = toInput(fromConfig(source));
      expect(toInput(fromConfig(once))).toEqual(once);
    }),
  );
});

test('a source with its id, name and URL fills an empty form', () => {
  expect(fromConfig({ name: 'N', url: 'https://x.example' })).toEqual({ ...emptyDraft(), name: 'N', url: 'https://x.example' });
});

test('what a source that exists says of its fields is settled, what a text leaves out is not', () => {
  expect(fromConfig(aConfig()).chosen).toEqual({ list: true, idField: true, timeField: false, format: false });
  expect(fromConfig({ name: 'N', url: 'https://x.example', timeField: 't' }).chosen).toEqual({
    list: false,
    idField: false,
    timeField: true,
    format: false,
  });
});

test('a secret in the store or in a variable is not in the form', () => {
  const from = (secretOf: unknown) => fromConfig(aConfig({ auth: { kind: 'bearer', secret: secretOf } })).auth;
  expect(from({ stored: true })).toEqual({ ...emptyAuth('bearer'), from: 'stored' });
  expect(from({ env: 'KEY' })).toEqual({ ...emptyAuth('bearer'), from: 'env', env: 'KEY' });
  expect(from('typed')).toEqual({ ...emptyAuth('bearer'), secret: 'typed' });
});

test('paging that says its kind only has what is usual for it', () => {
  for (const paging of [{ kind: 'none' }, { kind: 'page' }, { kind: 'offset' }, { kind: 'link' }] as const) {
    expect(fromConfig({ name: 'N', url: 'https://x.example', paging }).paging).toEqual(emptyPaging(paging.kind));
  }
});

test('the form keeps the usual ages of the presets that a source does not use', () => {
  const usual = emptyDraft().policy;
  const from = (policy: SourceDraftInput['policy']) => fromConfig({ name: 'N', url: 'https://x.example', policy }).policy;
  expect(from({ preset: 'manual', staleSeconds: 60 })).toEqual({ ...usual, preset: 'manual', staleSeconds: 60 });
  expect(from({ preset: 'fixed', everySeconds: undefined })).toEqual({ ...usual, preset: 'fixed' });
  expect(from(undefined)).toEqual(usual);
});

test('a window that does not say how it is aligned is on the clock', () => {
  expect(quotaFrom({ windows: [{ limit: 5, per: 'day' }] })).toEqual({
    ...emptyQuota(),
    windows: [{ limit: 5, per: 'day', align: 'clock' }],
  });
  expect(quotaFrom(undefined)).toEqual(emptyQuota());
});
