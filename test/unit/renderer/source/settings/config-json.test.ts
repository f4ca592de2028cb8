import { expect, test } from 'vitest';
import { sourceConfigSchema } from '../../../../../src-preload/contract/index.ts';
import { variableFor } from '../../../../../src-preload/contract/index.ts';
import { configText } from '../../../../../src-renderer/source/settings/config-json.ts';
import { aConfig } from '../../make.ts';

test('a variable has a name that a shell accepts', () => {
  expect(variableFor('odds-epl')).toBe('FRESHET_ODDS_EPL_KEY');
  expect(variableFor('a--b')).toBe('FRESHET_A_B_KEY');
});

test('a source without sign-in needs no variable', () => {
  const { text, variables } = configText(aConfig());
  expect(variables).toEqual([]);
  expect(sourceConfigSchema.parse(JSON.parse(text))).toEqual(aConfig());
});

test('a secret is never in the text: a variable takes its place', () => {
  for (const secret of ['S3CRET', { stored: true }]) {
    const { text, variables } = configText(aConfig({ auth: { kind: 'header', name: 'X-Key', secret } }));
    expect(text).not.toContain('S3CRET');
    expect(variables).toEqual(['FRESHET_ODDS_KEY']);
    expect(JSON.parse(text).auth).toEqual({ kind: 'header', name: 'X-Key', secret: { env: 'FRESHET_ODDS_KEY' } });
  }
});

test('a variable that the source names itself stays', () => {
  const { text, variables } = configText(aConfig({ auth: { kind: 'bearer', secret: { env: 'MINE' } } }));
  expect(variables).toEqual([]);
  expect(JSON.parse(text).auth.secret).toEqual({ env: 'MINE' });
});

test('each secret of a source gets a variable of its own, one that is not there none', () => {
  const oauth = { kind: 'oauth2', grant: 'refresh-token', tokenUrl: 'https://a.example/token', clientId: 'me' } as const;
  const auth = { ...oauth, clientAuth: 'body', parameters: {} } as const;
  const both = configText(aConfig({ auth: { ...auth, clientSecret: { stored: true }, refreshToken: 'S3CRET' } }));
  expect(both.variables).toEqual(['FRESHET_ODDS_CLIENT_SECRET', 'FRESHET_ODDS_REFRESH_TOKEN']);
  expect(both.text).not.toContain('S3CRET');
  expect(JSON.parse(both.text).auth).toMatchObject({
    clientSecret: { env: 'FRESHET_ODDS_CLIENT_SECRET' },
    refreshToken: { env: 'FRESHET_ODDS_REFRESH_TOKEN' },
  });
  const open = configText(aConfig({ auth: { ...auth, refreshToken: { env: 'MINE' } } }));
  expect(open.variables).toEqual([]);
  expect(JSON.parse(open.text).auth).not.toHaveProperty('clientSecret');
});

test('client credentials name no variable for a refresh token', () => {
  const auth = { kind: 'oauth2', grant: 'client-credentials', tokenUrl: 'https://a.example/token', clientId: 'me' } as const;
  const { variables } = configText(aConfig({ auth: { ...auth, clientAuth: 'body', parameters: {}, clientSecret: { stored: true } } }));
  expect(variables).toEqual(['FRESHET_ODDS_CLIENT_SECRET']);
});
