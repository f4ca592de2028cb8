import { expect, test } from 'vitest';
import { redactor, resolveSecret, secretNamesOf, secretsOf, withoutSecrets } from '../../../../src-main/engine/sign-in/secrets.ts';
import { authSchema } from '../../../../src-preload/contract/index.ts';
import { MemorySecrets } from '../../../support/engine.ts';

const oauth = authSchema.parse({
  kind: 'oauth2',
  grant: 'refresh-token',
  tokenUrl: 'https://auth.example.com/token',
  clientId: 'me',
  clientSecret: 'typed',
  refreshToken: { env: 'REFRESH' },
});

test('every secret of a source has a name of its own', () => {
  expect(secretsOf('odds', oauth)).toEqual([
    { field: 'clientSecret', name: 'source:odds:client-secret', secret: 'typed' },
    { field: 'refreshToken', name: 'source:odds:refresh-token', secret: { env: 'REFRESH' } },
  ]);
  expect(secretsOf('odds', { kind: 'bearer', secret: 'typed' })).toEqual([{ field: 'secret', name: 'source:odds', secret: 'typed' }]);
  expect(secretsOf('odds', { kind: 'none' })).toEqual([]);
  expect(secretNamesOf('odds')).toEqual(['source:odds', 'source:odds:client-secret', 'source:odds:refresh-token']);
});

test('an auth is stored without what was typed; the rest of it stays', () => {
  expect(withoutSecrets(oauth)).toEqual({ ...oauth, clientSecret: { stored: true } });
  expect(withoutSecrets({ kind: 'bearer', secret: 'typed' })).toEqual({ kind: 'bearer', secret: { stored: true } });
  expect(withoutSecrets({ kind: 'bearer', secret: { env: 'KEY' } })).toEqual({ kind: 'bearer', secret: { env: 'KEY' } });
  const bare = {
    kind: 'oauth2',
    grant: 'refresh-token',
    tokenUrl: 'https://auth.example.com/token',
    clientId: 'me',
    refreshToken: 'typed',
  };
  expect(withoutSecrets(authSchema.parse(bare))).toEqual({ ...authSchema.parse(bare), refreshToken: { stored: true } });
});

test('a secret is what was typed, what a variable holds now, or what is stored', async () => {
  const store = new MemorySecrets();
  await store.set('source:odds', 'stored');
  const of = (secret: Parameters<typeof resolveSecret>[1]['secret'], environment = {}) =>
    resolveSecret(store, { field: 'secret', name: 'source:odds', secret }, environment);
  expect(await of('typed')).toBe('typed');
  expect(await of({ env: 'KEY' }, { KEY: 'from outside' })).toBe('from outside');
  expect(await of({ env: 'KEY' })).toBeNull();
  expect(await of({ stored: true })).toBe('stored');
});

test('all secrets are struck out, in every form in which they may come back', () => {
  const redact = redactor('s3 cret/+', null, '', 's3 cret/+longer');
  const forms = ['s3 cret/+', 's3%20cret%2F%2B', 's3+cret%2F%2B', Buffer.from('s3 cret/+').toString('base64')];
  expect(redact(`said ${forms.join(' and ')} here`)).toBe('said ••• and ••• and ••• and ••• here');
  expect(redact('s3 cret/+longer')).toBe('•••');
  const long = 'abcdefghijklmnop.qrstuvwxyz-0123456789';
  expect(redactor(long)(`{"token":"${long.slice(0, 20)}`)).toBe('{"token":"•••');
  expect(redactor('short')('shor')).toBe('shor');
  expect(redactor(null)('as it is')).toBe('as it is');
});
