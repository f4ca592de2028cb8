import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readKept, withoutSecrets } from '../../../../../src-renderer/add-source/draft/keep.ts';
import {
  emptyAuth,
  emptyDraft,
  emptyPaging,
  emptyProbe,
  emptyQuota,
  type Draft,
} from '../../../../../src-renderer/add-source/draft/shape.ts';

const SECRET = 'S3CRETS3CRET';
const keptText = (change: Partial<Draft>) => JSON.stringify(withoutSecrets({ ...emptyDraft(), ...change }));

describe('a draft is kept without', () => {
  test.each(['header', 'query', 'bearer', 'basic', 'none'] as const)('the secret of sign-in by %s', (kind) => {
    const auth = { ...emptyAuth(kind), name: 'X-Key', username: 'me', secret: SECRET };
    expect(keptText({ auth })).not.toContain(SECRET);
  });

  test('the secrets of sign-in by OAuth, nor those in its token URL and parameters', () => {
    const auth = emptyAuth('oauth2');
    const typed = { from: 'typed' as const, secret: SECRET, env: '' };
    const oauth = {
      ...auth.oauth,
      tokenUrl: `https://me:${SECRET}@x.example/token?client_secret=${SECRET}&a=1`,
      clientSecret: typed,
      refreshToken: typed,
      parameters: [{ name: 'api_key', value: SECRET }],
    };
    expect(keptText({ auth: { ...auth, oauth } })).not.toContain(SECRET);
    expect(keptText({ auth: { ...auth, oauth } })).toContain('a=1');
  });

  test.each([
    'Authorization',
    'authorization ',
    'Proxy-Authorization',
    'Cookie',
    'X-Api-Key',
    'apikey',
    'api_key',
    'X-RapidAPI-Key',
    'Ocp-Apim-Subscription-Key',
    'PRIVATE-TOKEN',
    'access_token',
    'client_secret',
    'token',
    'key',
    'sig',
    'password',
  ])('the value of a header or parameter named %s', (name) => {
    const pair = { name, value: SECRET };
    expect(keptText({ headers: [pair] })).not.toContain(SECRET);
    expect(keptText({ query: [pair] })).not.toContain(SECRET);
    expect(keptText({ probe: { ...emptyProbe(), headers: [pair], query: [pair] } })).not.toContain(SECRET);
    expect(keptText({ url: `https://x.example/?a=1&${encodeURIComponent(name)}=${SECRET}&b=2` })).not.toContain(SECRET);
  });

  test.each([
    `https://me:${SECRET}@x.example/a`,
    `https://${SECRET}@x.example`,
    `https://me:pa@ss${SECRET}@x.example`,
    `me:${SECRET}@x.example`,
    `https://x.example/?key=${SECRET}`,
    `https://x.example/?key=${SECRET}#part`,
    `https://x.example/#access_token=${SECRET}`,
    `https://x.example/?a=1&api%5Fkey=${SECRET}`,
    `https://x.example/?token=a?b=${SECRET}`,
  ])('the credential in the URL %s', (url) => {
    expect(keptText({ probe: { ...emptyProbe(), url } })).not.toContain(SECRET);
    expect(keptText({ url })).not.toContain(SECRET);
  });

  test.each([
    `{"user":"me","password":"${SECRET}"}`,
    `{"auth": {"api_key" : "a\\"${SECRET}"}, "page": 1}`,
    `[{"token":"${SECRET}`,
    `grant_type=client&client_secret=${SECRET}`,
    `password=${SECRET}`,
  ])('the credential in the body %s', (body) => {
    expect(keptText({ method: 'POST', body })).not.toContain(SECRET);
  });
});

test('details are kept without the credentials of their headers and addresses', () => {
  const request = {
    url: `https://me:${SECRET}@other.example.com/{id}?key=${SECRET}&all=1`,
    fields: { a: 'a' },
    headers: { 'X-Api-Key': SECRET, Accept: 'text/plain' },
  };
  const kept = keptText({ enrichment: { requests: [request] } });
  expect(kept).not.toContain(SECRET);
  expect(readKept(kept)?.enrichment?.requests).toEqual([
    { url: 'https://other.example.com/{id}?key=&all=1', fields: { a: 'a' }, headers: { 'X-Api-Key': '', Accept: 'text/plain' } },
  ]);
});

test('what is no credential is kept to the letter', () => {
  const draft: Draft = {
    ...emptyDraft(),
    url: 'https://x.example/a@b?monkey=1&q=a=b&page=größe#top',
    method: 'POST',
    body: '{"query":"a","keys":["x"],"n":1.5e3}',
    headers: [{ name: 'Accept', value: '🌊' }],
    query: [{ name: 'sort', value: 'key' }],
    auth: { ...emptyAuth('bearer'), from: 'env', env: 'MY_KEY' },
  };
  expect(withoutSecrets(draft)).toEqual(draft);
});

test('a header keeps its name when its value is left out', () => {
  expect(withoutSecrets({ ...emptyDraft(), headers: [{ name: 'X-Api-Key', value: SECRET }] }).headers).toEqual([
    { name: 'X-Api-Key', value: '' },
  ]);
});

test('leaving out secrets twice is the same as once, and changes nothing of the draft itself', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string(), fc.json(), (url, value, body) => {
      const draft: Draft = { ...emptyDraft(), url, body, headers: [{ name: 'token', value }] };
      const before = structuredClone(draft);
      const once = withoutSecrets(draft);
      expect(withoutSecrets(once)).toEqual(once);
      expect(draft).toEqual(before);
    }),
  );
});

describe('a kept draft', () => {
  test('comes back as it was kept', () => {
    const draft: Draft = {
      ...emptyDraft(),
      name: 'Größe 🌊',
      richFields: ['a'],
      paging: { ...emptyPaging('cursor'), size: 5 },
      policy: { ...emptyDraft().policy, preset: 'manual', veryStaleSeconds: 5 },
      quota: { ...emptyQuota(), windows: [{ limit: 3, per: 'day', align: 'sliding' }], reservePercent: '' },
      chosen: { list: true, idField: false, timeField: true, format: false },
    };
    expect(readKept(JSON.stringify(draft))).toEqual(draft);
  });

  test.each([null, '', 'no json', 'null', '5', '[]', '"text"', '{"url":'])('cannot be read from %j', (text) => {
    expect(readKept(text)).toBeNull();
  });

  test('of an earlier version has what it lacks filled up, also within its parts', () => {
    const kept = readKept('{"url":"https://x.example","paging":{"kind":"page"},"auth":{"kind":"bearer"}}');
    expect(kept).toEqual({
      ...emptyDraft(),
      url: 'https://x.example',
      paging: { ...emptyPaging(), kind: 'page' },
      auth: { ...emptyAuth('bearer') },
    });
  });

  test('has no parts of another kind, and none that are not known', () => {
    const odd = '{"url":5,"headers":{},"auth":null,"policy":[],"richFields":"a","timeoutSeconds":null,"unknown":1,"toString":"x"}';
    expect(readKept(odd)).toEqual(emptyDraft());
  });
});
