import { gzipSync } from 'node:zlib';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callUpstream, type UpstreamRequest } from '../../../src-main/connectors/http.ts';
import { UpstreamError } from '../../../src-main/connectors/upstream-error.ts';
import { json, startUpstream, type Upstream } from '../../support/upstream.ts';

let upstream: Upstream;
let other: Upstream;
beforeEach(async () => {
  upstream = await startUpstream((_call, response) => json(response, []));
  other = await startUpstream((_call, response) => json(response, ['other']));
});
afterEach(async () => {
  await upstream.close();
  await other.close();
});

const request = (url: string, change: Partial<UpstreamRequest> = {}): UpstreamRequest => ({
  method: 'GET',
  url,
  headers: {},
  secretHeaders: ['authorization'],
  ...change,
});
const call = (asked: UpstreamRequest, maxBytes = 1_000_000) => callUpstream(fetch, asked, maxBytes, new AbortController().signal);
async function code(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof UpstreamError) return error.failure.code;
  throw error;
}

describe('redirects', () => {
  test('are followed, and credentials do not cross to another origin', async () => {
    upstream.handler = (_call, response) => response.writeHead(302, { location: `${other.url}/there` }).end();
    const answer = await call(request(`${upstream.url}/here`, { headers: { authorization: 'Bearer k', accept: 'x' } }));
    expect(JSON.parse(answer.body.toString())).toEqual(['other']);
    expect(answer.url).toBe(`${other.url}/there`);
    expect(other.calls[0]?.headers).toMatchObject({ accept: 'x' });
    expect(other.calls[0]?.headers.authorization).toBeUndefined();
  });

  test('are not followed to another origin when the body carries credentials', async () => {
    upstream.handler = (_call, response) => response.writeHead(307, { location: `${other.url}/there` }).end();
    const asked = request(`${upstream.url}/token`, { method: 'POST', body: 'client_secret=k', hasSecretBody: true });
    expect(await code(call(asked))).toBe('redirects');
    expect(other.calls).toEqual([]);
  });

  test('keep credentials within the origin', async () => {
    upstream.handler = (seen, response) => (seen.path === '/a' ? response.writeHead(307, { location: '/b' }).end() : json(response, 1));
    await call(request(`${upstream.url}/a`, { headers: { authorization: 'Bearer k' } }));
    expect(upstream.calls[1]?.headers.authorization).toBe('Bearer k');
  });

  test('turn a POST into a GET for 303 and not for 307', async () => {
    for (const [status, method] of [
      [303, 'GET'],
      [307, 'POST'],
    ] as const) {
      upstream.calls.length = 0;
      upstream.handler = (seen, response) =>
        seen.path === '/a' ? response.writeHead(status, { location: '/b' }).end() : json(response, 1);
      await call(request(`${upstream.url}/a`, { method: 'POST', body: '{}' }));
      expect(upstream.calls[1]?.method).toBe(method);
    }
  });

  test('that never end, or lead out of the web, are refused', async () => {
    upstream.handler = (_call, response) => response.writeHead(302, { location: '/again' }).end();
    expect(await code(call(request(upstream.url)))).toBe('redirects');
    upstream.handler = (_call, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    expect(await code(call(request(upstream.url)))).toBe('redirects');
  });
});

describe('size', () => {
  test('a body beyond the limit is refused, also when it says nothing of its length or is compressed', async () => {
    upstream.handler = (_call, response) => response.end('x'.repeat(2_000));
    expect(await code(call(request(upstream.url), 1_000))).toBe('too-large');
    upstream.handler = (_call, response) => {
      for (let chunk = 0; chunk < 20; chunk += 1) response.write('x'.repeat(100));
      response.end();
    };
    expect(await code(call(request(upstream.url), 1_000))).toBe('too-large');
    upstream.handler = (_call, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(2_000)));
    expect(await code(call(request(upstream.url), 1_000))).toBe('too-large');
    expect((await call(request(upstream.url), 2_000)).body.length).toBe(2_000);
  });
});

describe('a network that fails', () => {
  test.each([
    ['a name that does not exist', () => 'http://does-not-exist.invalid/', 'dns'],
    ['plain http where TLS is expected', () => upstream.url.replace('http:', 'https:'), 'tls'],
  ])('%s', async (_name, url, expected) => {
    expect(await code(call(request(url())))).toBe(expected);
  });

  test('a port where nothing listens', async () => {
    const gone = await startUpstream(() => undefined);
    await gone.close();
    expect(await code(call(request(gone.url)))).toBe('refused');
  });

  test('a connection that breaks off in the middle of a body', async () => {
    upstream.handler = (_call, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('half');
      setImmediate(() => response.destroy());
    };
    expect(await code(call(request(upstream.url)))).toBe('reset');
  });

  test('a server that does not speak HTTP', async () => {
    const server = createServer((socket) => socket.end('220 mail.example ESMTP\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    expect(await code(call(request(`http://127.0.0.1:${port}/`)))).toBe('reset');
    server.close();
  });
});
