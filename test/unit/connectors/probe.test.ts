import { expect, test } from 'vitest';
import { buildProbe, probeLeaksCredentials, readProbe } from '../../../src-main/connectors/probe.ts';
import { probeSchema, sourceConfigSchema } from '../../../src-preload/contract/index.ts';

const source = sourceConfigSchema.parse({
  id: 's',
  name: 'S',
  url: 'https://api.example.com/odds?sport=epl',
  headers: { 'X-Api-Key': 'typed' },
  auth: { kind: 'query', name: 'apiKey', secret: { stored: true } },
});
const probe = (settings: Record<string, unknown>) => probeSchema.parse({ url: 'https://api.example.com/sports', ...settings });
const answer = (body: unknown) => ({
  status: 200,
  headers: new Headers(),
  body: Buffer.from(JSON.stringify(body)),
  url: 'https://api.example.com/sports',
});

test('a probe at the origin of its source is signed in as the source is, with parameters and headers of its own', () => {
  const request = buildProbe(source, probe({ query: { all: 'true' }, headers: { 'X-Fast': '1' } }), 'secret');
  expect(request.url).toBe('https://api.example.com/sports?all=true&apiKey=secret');
  expect(request.headers).toMatchObject({ 'x-api-key': 'typed', 'x-fast': '1' });
  expect(request.method).toBe('GET');
});

test('a probe without credentials gets none, and one of another origin never does', () => {
  for (const settings of [{ withCredentials: false }, { url: 'https://other.example.com/sports' }]) {
    const request = buildProbe(source, probe(settings), 'secret');
    expect(JSON.stringify(request)).not.toMatch(/secret"|typed/);
    expect(new URL(request.url).search).toBe('');
  }
  expect(probeLeaksCredentials(source, probe({ url: 'https://other.example.com/sports' }))).toBe(true);
  expect(probeLeaksCredentials(source, probe({ url: 'https://other.example.com/sports', withCredentials: false }))).toBe(false);
  expect(probeLeaksCredentials({ ...source, auth: { kind: 'none' }, headers: {} }, probe({ url: 'https://other.example.com/' }))).toBe(
    false,
  );
});

test('the value of a probe is that of its expression, or the whole answer', async () => {
  const [one, two] = [answer({ updated: 1, noise: 1 }), answer({ updated: 1, noise: 2 })];
  expect(await readProbe(one, 'updated')).toBe(await readProbe(two, 'updated'));
  expect(await readProbe(one, '')).not.toBe(await readProbe(two, ''));
  expect(await readProbe(answer({ updated: 2 }), 'updated')).not.toBe(await readProbe(one, 'updated'));
  expect(await readProbe(answer([{ at: 1 }, { at: 3 }]), '$max(at)')).toBe(await readProbe(answer([{ at: 3 }]), '$max(at)'));
});

test('nothing, null and empty text are no value; false and zero are', async () => {
  for (const updated of [undefined, null, '']) expect(await readProbe(answer({ updated }), 'updated')).toBeNull();
  for (const updated of [false, 0]) expect(await readProbe(answer({ updated }), 'updated')).not.toBeNull();
});
