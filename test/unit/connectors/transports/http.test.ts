import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { callUpstream } from '../../../../src-main/connectors/http.ts';
import { httpTransport } from '../../../../src-main/connectors/transports/http.ts';
import { UpstreamError } from '../../../../src-main/connectors/upstream-error.ts';
import { type Handler, startUpstream } from '../../../support/upstream.ts';

async function open(handler: Handler) {
  const upstream = await startUpstream(handler);
  onTestFinished(() => upstream.close());
  return upstream;
}
const ask = (url: string, publicOnly: boolean, maxBytes = 1000) =>
  callUpstream(
    (to, init) => httpTransport()(to, { ...init, publicOnly }),
    { method: 'GET', url, headers: {}, secretHeaders: [] },
    maxBytes,
    new AbortController().signal,
  );
const failure = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof UpstreamError ? error.failure : error),
  );

test.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
] as const)('asks for %s and unpacks it', async (encoding, pack) => {
  const upstream = await open((call, response) => {
    expect(call.headers['accept-encoding']).toContain(encoding);
    response.writeHead(200, { 'content-encoding': encoding }).end(pack('[1,2]'));
  });
  expect((await ask(upstream.url, false)).body.toString()).toBe('[1,2]');
});

test.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
] as const)('a small %s body that unpacks into very much is given up at the limit', async (encoding, pack) => {
  const bomb = pack(Buffer.alloc(64 * 1_048_576));
  const upstream = await open((_call, response) => response.writeHead(200, { 'content-encoding': encoding }).end(bomb));
  expect(bomb.byteLength).toBeLessThan(100_000);
  const before = process.memoryUsage().arrayBuffers;
  expect(await failure(ask(upstream.url, false, 1_048_576))).toMatchObject({ code: 'too-large' });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1_048_576);
});

test('connections are kept for the next calls', async () => {
  const ports = new Set<number | undefined>();
  const upstream = await open((_call, response) => {
    ports.add(response.socket?.remotePort);
    response.end('[]');
  });
  for (let call = 0; call < 20; call += 1) await ask(upstream.url, false);
  // The next call may begin before the connection of the last one is free again.
  expect(ports.size).toBeLessThan(5);
});

test('a name that leads to a private address is refused when it is connected to, and no byte reaches it', async () => {
  const upstream = await open((_call, response) => response.end('[]'));
  const { port } = new URL(upstream.url);
  expect(await failure(ask(`http://localhost:${port}/`, true))).toMatchObject({
    code: 'not-allowed',
    message: expect.stringMatching(/^localhost:\d+ is at (127\.0\.0\.1|::1), an address of this computer/) as string,
  });
  expect(upstream.calls).toHaveLength(0);
  expect((await ask(`http://localhost:${port}/`, false)).status).toBe(200);
});
