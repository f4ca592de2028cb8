import { describe, expect, test, vi } from 'vitest';
import { checkReach, reachOf, withinReach } from '../../../src-main/connectors/reach.ts';
import { UpstreamError } from '../../../src-main/connectors/upstream-error.ts';
import { sourceConfigSchema } from '../../../src-preload/contract/index.ts';

const source = (settings: object = {}) =>
  sourceConfigSchema.parse({ id: 's', name: 'S', url: 'https://api.example.com/items', ...settings });
const failure = (url: string, settings: object = {}, privateByDefault = false) => {
  try {
    checkReach(url, reachOf(source(settings), privateByDefault));
    return null;
  } catch (error) {
    if (error instanceof UpstreamError) return error.failure;
    throw error;
  }
};

describe('hosts', () => {
  test.each([
    ['https://api.example.com/other', {}],
    ['http://api.example.com:8080/', {}],
    ['https://www.api.example.com/', {}],
    [
      'https://auth.example.com/token',
      {
        auth: { kind: 'oauth2', grant: 'client-credentials', tokenUrl: 'https://auth.example.com/token', clientId: 'a', clientSecret: 'b' },
      },
    ],
    ['https://probe.example.com/', { probe: { url: 'https://probe.example.com/version' } }],
    ['wss://push.example.com/', { push: { kind: 'websocket', url: 'wss://push.example.com/changes' } }],
    [
      'https://details.example.com/7',
      { enrichment: { requests: [{ name: 'd', url: 'https://details.example.com/{id}', fields: { a: 'a' } }] } },
    ],
    ['https://cdn.example.net/x', { allowedHosts: ['cdn.example.net'] }],
    ['https://a.b.example.net/x', { allowedHosts: ['*.example.net'] }],
    ['https://example.net:8443/x', { allowedHosts: ['example.net:8443'] }],
  ])('%s may be called', (url, settings) => {
    expect(failure(url, settings)).toBeNull();
  });

  test.each([
    ['https://evil.example/x', {}],
    ['https://example.com/x', {}],
    ['https://api.example.com.evil.example/x', {}],
    ['https://example.net/x', { allowedHosts: ['*.example.net'] }],
    ['https://notexample.net/x', { allowedHosts: ['*.example.net'] }],
    ['https://example.net/x', { allowedHosts: ['example.net:8443'] }],
  ])('%s may not', (url, settings) => {
    const { host, hostname } = new URL(url);
    expect(failure(url, settings)).toMatchObject({
      code: 'not-allowed',
      message: `The call leads to ${host}, which is not among the hosts of this source.`,
      advice: expect.stringContaining(`"${hostname}"`) as string,
    });
  });

  test.each(['api.example.com/path', 'https://api.example.com', '*', 'a b', ''])('%j is no host', (host) => {
    expect(() => source({ allowedHosts: [host] })).toThrow();
  });
});

describe('private addresses', () => {
  const local = { url: 'http://127.0.0.1:9000/items' };

  test('are refused in words that name the host and the setting', () => {
    expect(failure('http://127.0.0.1:9000/items', local)).toMatchObject({
      code: 'not-allowed',
      message: '127.0.0.1:9000 is an address of this computer or a private network, which this source may not call.',
      advice: expect.stringContaining('"allowPrivate"') as string,
    });
  });

  test('may be called by a source that says so, and by others where that is the usual', () => {
    expect(failure(local.url, { ...local, allowPrivate: true })).toBeNull();
    expect(failure(local.url, local, true)).toBeNull();
    expect(failure(local.url, { ...local, allowPrivate: false }, true)?.code).toBe('not-allowed');
  });

  test('are refused at the connection too, as far as nothing allows them', async () => {
    const fetch = vi.fn(() => Promise.resolve(new Response('')));
    await withinReach(fetch, reachOf(source(), false))('https://api.example.com/');
    expect(fetch).toHaveBeenCalledWith('https://api.example.com/', expect.objectContaining({ publicOnly: true }));
    await withinReach(fetch, reachOf(source({ allowPrivate: true }), false))('https://api.example.com/');
    expect(fetch).toHaveBeenLastCalledWith('https://api.example.com/', expect.objectContaining({ publicOnly: false }));
  });
});
