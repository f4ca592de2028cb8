import { expect, test } from 'vitest';
import { shareableSource, sourceConfigSchema } from '../../../src-preload/contract/index.ts';

const HUSH = 'hush-hush';

test('a source that is handed on holds nothing that is a credential or looks like one', () => {
  const config = sourceConfigSchema.parse({
    id: 'orders',
    name: 'Orders',
    url: `https://api.example.com/orders?api_key=${HUSH}&page=1`,
    method: 'POST',
    body: JSON.stringify({ token: HUSH, size: 5 }),
    headers: { Authorization: HUSH, Cookie: `session=${HUSH}`, Accept: 'application/json' },
    query: { access_token: HUSH, state: 'open' },
    auth: { kind: 'header', name: 'X-Key', secret: HUSH },
    probe: { url: `https://api.example.com/version?token=${HUSH}`, headers: { 'X-Api-Key': HUSH } },
    push: {
      kind: 'websocket',
      url: `wss://api.example.com/?token=${HUSH}`,
      subscribe: JSON.stringify({ apiKey: HUSH }),
      headers: { Cookie: HUSH },
    },
    enrichment: { requests: [{ url: `/orders/{id}?token=${HUSH}`, headers: { 'X-Auth-Token': HUSH }, fields: { lines: '' } }] },
  });
  const { source: shared, variables } = shareableSource(config);
  expect(JSON.stringify(shared)).not.toContain(HUSH);
  expect(shared).toMatchObject({
    url: 'https://api.example.com/orders?api_key=&page=1',
    headers: { Accept: 'application/json' },
    query: { state: 'open' },
    auth: { kind: 'header', name: 'X-Key', secret: { env: 'FRESHET_ORDERS_KEY' } },
  });
  expect(variables).toEqual(['FRESHET_ORDERS_KEY']);
  expect(sourceConfigSchema.parse(shared)).toEqual(shared);
});

test('the secrets of OAuth go too, and the name of an environment variable stays', () => {
  const auth = {
    kind: 'oauth2',
    grant: 'refresh-token',
    tokenUrl: 'https://id.example.com/token',
    clientId: '1',
    clientSecret: { env: 'CLIENT_SECRET' },
    refreshToken: HUSH,
    parameters: { device_token: HUSH },
  };
  const { source: shared, variables } = shareableSource(
    sourceConfigSchema.parse({ id: 'a', name: 'A', url: 'https://api.example.com/', auth }),
  );
  expect(JSON.stringify(shared)).not.toContain(HUSH);
  expect(shared.auth).toMatchObject({ clientSecret: { env: 'CLIENT_SECRET' }, refreshToken: { env: 'FRESHET_A_REFRESH_TOKEN' } });
  expect(variables).toEqual(['FRESHET_A_REFRESH_TOKEN']);
});
