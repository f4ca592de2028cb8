import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { connect } from 'node:net';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type App, newDataFolder, removeFolder, startApp } from '../support/app.ts';
import { json, startUpstream, type Upstream } from '../support/upstream.ts';

const apps: App[] = [];
const upstreams: Upstream[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) {
    await app.kill();
    removeFolder(app.dataFolder);
  }
  for (const upstream of upstreams.splice(0)) await upstream.close();
});

async function start(options: Parameters<typeof startApp>[0] = {}): Promise<App> {
  const app = await startApp(options);
  apps.push(app);
  return app;
}
async function listening(handler: Upstream['handler'] = (_call, response) => json(response, [{ id: 1 }])): Promise<Upstream> {
  const upstream = await startUpstream(handler);
  upstreams.push(upstream);
  return upstream;
}

async function refreshed(app: App, settings: object) {
  const added = await app.post('/api/v1/sources', { id: 's', name: 'S', policy: { preset: 'manual' }, ...settings });
  expect(added.status, JSON.stringify(added.body)).toBe(201);
  return (await app.post('/api/v1/sources/s/refresh', { wait: true })).body.refresh;
}

test('where the app is served, a source reaches this computer only if it says so', async () => {
  const upstream = await listening();
  const app = await start({ allowPrivate: false });
  for (const url of [upstream.url, upstream.url.replace('127.0.0.1', 'localhost'), upstream.url.replace('127.0.0.1', '2130706433')]) {
    const { body } = await app.post('/api/v1/sources/preview', { name: 'S', url });
    expect(body.failure).toMatchObject({ code: 'not-allowed', advice: expect.stringContaining('"allowPrivate"') });
  }
  expect(upstream.calls).toHaveLength(0);
  expect(await refreshed(app, { url: upstream.url, allowPrivate: true })).toMatchObject({ outcome: 'changed' });
});

test('an OpenAPI document is not fetched from private addresses where the app is served, however they are written', async () => {
  const upstream = await listening();
  const app = await start({ allowPrivate: false });
  for (const host of ['127.0.0.1', 'localhost', '2130706433', '[::ffff:127.0.0.1]']) {
    const answer = await app.post('/api/v1/presets/openapi', { url: upstream.url.replace('127.0.0.1', host) });
    expect(answer.status, JSON.stringify(answer.body)).toBe(422);
  }
  expect(upstream.calls).toHaveLength(0);
});

test('a private address in the config file, which only the owner can write, needs no further word', async () => {
  const upstream = await listening();
  const dataFolder = newDataFolder();
  writeFileSync(join(dataFolder, 'freshet.config.json'), JSON.stringify({ sources: [{ id: 'mine', name: 'Mine', url: upstream.url }] }));
  const app = await start({ allowPrivate: false, dataFolder });
  const { body } = await app.post('/api/v1/sources/mine/refresh', { wait: true });
  expect(body.refresh).toMatchObject({ failure: null });
  expect(upstream.calls.length).toBeGreaterThan(0);
});

test('the demo, whose upstream is the app itself, works where the app is served', async () => {
  const app = await start({ allowPrivate: false, args: [] });
  const { body } = await app.post('/api/v1/sources/demo-odds/refresh', { wait: true });
  expect(body.refresh).toMatchObject({ failure: null });
});

test('a redirect leads to no host that the source does not name, and is followed once it does', async () => {
  const elsewhere = await listening();
  const there = elsewhere.url.replace('127.0.0.1', 'localhost');
  const here = await listening((_call, response) => response.writeHead(302, { location: `${there}/x` }).end());
  const app = await start();
  const { host } = new URL(there);
  expect((await refreshed(app, { url: here.url })).failure).toMatchObject({
    code: 'not-allowed',
    message: `The call leads to ${host}, which is not among the hosts of this source.`,
  });
  expect(elsewhere.calls).toHaveLength(0);
  const { body } = await app.get('/api/v1/sources/s');
  await app.call('PUT', '/api/v1/sources/s', { ...body.config, allowedHosts: ['localhost'] });
  expect((await app.post('/api/v1/sources/s/refresh', { wait: true })).body.refresh).toMatchObject({ outcome: 'changed' });
});

test('keys that were written into the query are in no log, history, decision or error', async () => {
  const key = 'pl4nted-key-0f-the-qu3ry';
  const upstream = await listening((call, response) =>
    json(response, { message: `The key ${call.query.get('api_key') ?? ''} is not known to ${call.path}` }, {}, 403),
  );
  const app = await start();
  const settings = { url: `${upstream.url}/data?token=${key}-1`, query: { api_key: key } };
  const { body: preview } = await app.post('/api/v1/sources/preview', { name: 'S', ...settings });
  const refresh = await refreshed(app, settings);
  expect(upstream.calls[0]?.query.get('api_key')).toBe(key);
  expect(refresh.failure.message).toContain('•••');
  const told = await Promise.all(
    ['/api/v1/refreshes', '/api/v1/sources/s/why', '/api/v1/quotas', '/api/v1/app'].map((path) => app.get(path)),
  );
  for (const text of [preview, refresh, ...told.map(({ body }) => body)].map((each) => JSON.stringify(each)))
    expect(text).not.toContain(key);
  await app.stop();
  const log = readdirSync(app.dataFolder).find((name) => name.endsWith('.log')) ?? '';
  expect(readFileSync(join(app.dataFolder, log), 'utf8')).not.toContain(key);
});

test('calls go through the proxy that the environment names, but not those that it excepts', async () => {
  const upstream = await listening();
  const asked: string[] = [];
  const proxy = createServer();
  proxy.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    const { port } = new URL(upstream.url);
    const to = connect(Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      to.pipe(socket).pipe(to);
    });
    socket.on('error', () => to.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  const app = await start({ allowPrivate: false, env: { HTTP_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: 'localhost' } });
  expect(await refreshed(app, { url: 'http://api.example.invalid/items' })).toMatchObject({ outcome: 'changed' });
  expect(asked).toEqual(['api.example.invalid:80']);
  const { body } = await app.post('/api/v1/sources/preview', {
    name: 'S',
    url: upstream.url.replace('127.0.0.1', 'localhost'),
    allowPrivate: true,
  });
  expect(body.failure).toBeNull();
  expect(asked).toHaveLength(1);
  proxy.close();
});

test('a certificate that this computer trusts is trusted', async () => {
  const folder = newDataFolder();
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
  spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject, '-keyout', key, '-out', certificate]);
  const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (_request, response) =>
    response.end('[{"id":1}]'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const stranger = await start();
  expect((await stranger.post('/api/v1/sources/preview', { name: 'S', url })).body.failure).toMatchObject({ code: 'tls' });
  const app = await start({ env: { SSL_CERT_FILE: certificate } });
  expect((await app.post('/api/v1/sources/preview', { name: 'S', url })).body.failure).toBeNull();
  server.close();
  removeFolder(folder);
});
