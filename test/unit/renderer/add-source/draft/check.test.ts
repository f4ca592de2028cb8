import { expect, test } from 'vitest';
import { checkDraft } from '../../../../../src-renderer/add-source/draft/check.ts';
import { emptyAuth, emptyDraft, emptyPaging, type Draft } from '../../../../../src-renderer/add-source/draft/shape.ts';

const paths = (change: Partial<Draft>) => checkDraft({ ...emptyDraft(), url: 'https://x.example', ...change }).map(({ path }) => path);

test('a URL is all that must be there', () => {
  expect(paths({})).toEqual([]);
  expect(paths({ url: '' })).toEqual(['url']);
  expect(paths({ url: ' \t' })).toEqual(['url']);
});

test('a key in a header or parameter needs a name and itself', () => {
  for (const kind of ['header', 'query'] as const) {
    expect(paths({ auth: emptyAuth(kind) })).toEqual(['auth.name', 'auth.secret']);
    expect(paths({ auth: { ...emptyAuth(kind), name: ' ', secret: 'k' } })).toEqual(['auth.name']);
    expect(paths({ auth: { ...emptyAuth(kind), name: 'X-Key', secret: 'k' } })).toEqual([]);
  }
});

test('what is asked for has the name of what it is', () => {
  const [problem] = checkDraft({ ...emptyDraft(), url: 'https://x.example', auth: { ...emptyAuth('basic'), username: 'me' } });
  expect(problem).toEqual({ path: 'auth.secret', message: 'Enter the password' });
});

test('a secret that is kept elsewhere need not be typed, but its variable must be named', () => {
  expect(paths({ auth: { ...emptyAuth('bearer'), from: 'stored' } })).toEqual([]);
  expect(paths({ auth: { ...emptyAuth('bearer'), from: 'env', env: ' ' } })).toEqual(['auth.secret.env']);
  expect(paths({ auth: { ...emptyAuth('bearer'), from: 'env', env: 'KEY' } })).toEqual([]);
});

test('without sign-in no secret is asked for', () => {
  expect(paths({ auth: { ...emptyAuth('none'), from: 'env' } })).toEqual([]);
});

test('paging by cursor must know where the cursor is, other paging need not', () => {
  expect(paths({ paging: emptyPaging('cursor') })).toEqual(['paging.cursor']);
  for (const kind of ['none', 'page', 'offset', 'link'] as const) expect(paths({ paging: emptyPaging(kind) })).toEqual([]);
});

test('each window without a limit is named by its place', () => {
  const window = { limit: '' as const, per: 'hour' as const, align: 'clock' as const };
  expect(
    paths({ quota: { windows: [window, { ...window, limit: 0 }, window], reservePercent: '', key: '', cost: '', costHeader: '' } }),
  ).toEqual(['quota.windows.0.limit', 'quota.windows.2.limit']);
});

test('a computed field with a name needs an expression, an empty row needs nothing', () => {
  expect(
    paths({
      computed: [
        { name: ' größe ', value: ' ' },
        { name: '', value: '' },
        { name: 'a', value: '1' },
      ],
    }),
  ).toEqual(['computed.größe']);
});

test('renewed tokens need an address, a client and what its grant asks for; a public client has no secret', () => {
  const auth = emptyAuth('oauth2');
  expect(paths({ auth })).toEqual(['auth.tokenUrl', 'auth.clientId', 'auth.refreshToken']);
  const filled = { ...auth.oauth, tokenUrl: 'https://x.example/token', clientId: 'me' };
  expect(paths({ auth: { ...auth, oauth: { ...filled, grant: 'client-credentials' } } })).toEqual(['auth.clientSecret']);
  const refreshToken = { ...filled.refreshToken, secret: 'r' };
  expect(paths({ auth: { ...auth, oauth: { ...filled, refreshToken } } })).toEqual([]);
  const clientSecret = { ...filled.clientSecret, from: 'env' as const };
  expect(paths({ auth: { ...auth, oauth: { ...filled, refreshToken, clientSecret } } })).toEqual(['auth.clientSecret.env']);
});
