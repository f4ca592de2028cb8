import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, listAll, removeFolder, startApp } from '../support/app.ts';
import { findProgram, freePort, type Program, startProgram } from './programs.ts';
import type { Wire } from '../support/wire.ts';

const prometheusPath = findProgram('prometheus');
const exporterPath = findProgram('prometheus-node-exporter');
const missing = [...(prometheusPath === null ? ['prometheus'] : []), ...(exporterPath === null ? ['prometheus-node-exporter'] : [])];

let folder: string;
let app: App;
let url: string;
let prometheus: Program;
let exporter: Program;

beforeAll(async () => {
  if (prometheusPath === null || exporterPath === null) return;
  folder = mkdtempSync(join(tmpdir(), 'freshet-prometheus-'));
  const [port, exporterPort] = [await freePort(), await freePort()];
  url = `http://127.0.0.1:${port}`;
  writeFileSync(
    join(folder, 'prometheus.yml'),
    JSON.stringify({
      global: { scrape_interval: '1s', scrape_timeout: '1s' },
      scrape_configs: [
        { job_name: 'prometheus', static_configs: [{ targets: [`127.0.0.1:${port}`] }] },
        { job_name: 'node', static_configs: [{ targets: [`127.0.0.1:${exporterPort}`] }] },
      ],
    }),
  );
  exporter = await startProgram(
    exporterPath,
    [`--web.listen-address=127.0.0.1:${exporterPort}`],
    `http://127.0.0.1:${exporterPort}/metrics`,
  );
  prometheus = await startProgram(
    prometheusPath,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    `${url}/-/ready`,
  );
  app = await startApp();
});

afterAll(async () => {
  if (missing.length > 0) return;
  await app.stop();
  await prometheus.stop();
  await exporter.stop();
  rmSync(folder, { recursive: true, force: true });
  removeFolder(app.dataFolder);
});

/** Presses refresh; a press that is part of the one before is repeated. */
async function refresh() {
  const { body } = await app.post('/api/v1/sources/metrics/refresh', { wait: true });
  return body.answer === 'started' ? body.refresh : null;
}

test('the presets read a real server: the present values, and values over time that keep their ids', async (context) => {
  if (missing.length > 0) context.skip(`not installed: ${missing.join(', ')}`);
  const recordsOf = async (id: string, values: object) => {
    const { status, body } = await app.post('/api/v1/presets/add', { id, values: { server: url, ...values } });
    expect(status).toBe(201);
    const source: string = body.sources[0].id;
    return async () => {
      const { body: answer } = await app.post(`/api/v1/sources/${source}/refresh`, { mode: 'force', wait: true });
      return answer.answer === 'started' && answer.refresh.failure === null ? listAll(app, `/api/v1/sources/${source}/records`) : null;
    };
  };
  const itself = 'up{job="prometheus"}';
  const now = await recordsOf('prometheus-query', { name: 'Targets', query: itself });
  await expect
    .poll(async () => (await now())?.map(({ fields }) => [fields.labels.job, fields.value]), { timeout: 20_000, interval: 700 })
    .toEqual([['prometheus', 1]]);
  const overTime = await recordsOf('prometheus-range', { name: 'Clock', query: itself, range: '30s', step: '1s' });
  let first: Wire[] | null = null;
  await expect.poll(async () => (first = await overTime())?.length, { timeout: 20_000, interval: 700 }).toBeGreaterThan(3);
  const ids = (first ?? []).map(({ id }: Wire) => id as string);
  // Later samples come on top: the ones there are keep their ids.
  await expect.poll(async () => (await overTime())?.length, { timeout: 20_000, interval: 700 }).toBeGreaterThan(ids.length);
  const after = await listAll(app, '/api/v1/sources/prometheus-clock-over-time/records');
  expect(after.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
  for (const { time, fields } of after) expect([Date.parse(time) / 1000, fields.value]).toEqual([fields.time, 1]);
});

test('samples of a real Prometheus arrive, change and are kept, as those of any JSON API', async (context) => {
  if (missing.length > 0) context.skip(`not installed: ${missing.join(', ')}`);

  await expect
    .poll(async () => JSON.stringify(await (await fetch(`${url}/api/v1/query?query=up`)).json()).match(/"1"/g)?.length, { timeout: 30_000 })
    .toBe(2);

  const query =
    '{__name__=~"up|scrape_samples_scraped|process_cpu_seconds_total|prometheus_http_requests_total|node_load1|node_time_seconds"}';
  const preview = (await app.post('/api/v1/sources/preview', { url: `${url}/api/v1/query`, query: { query } })).body;
  expect(preview.failure === null || preview.failure.code === 'no-ids').toBe(true);
  expect(preview.guess.list).toBe('data.result');

  const added = await app.post('/api/v1/sources', {
    id: 'metrics',
    name: 'Prometheus',
    url: `${url}/api/v1/query`,
    query: { query },
    list: 'data.result',
    idField: '$join($map($sort($keys(metric)), function($k) { $k & "=" & $lookup(metric, $k) }), ",")',
    computed: { sample: '$number(value[1])', at: 'value[0]' },
    timeField: 'at',
    policy: { preset: 'manual' },
  });
  expect(added.status).toBe(201);

  await expect.poll(async () => (await refresh())?.outcome, { timeout: 10_000, interval: 600 }).toBe('changed');
  const first = await listAll(app, '/api/v1/sources/metrics/records');
  const nodeTime = (records: Wire[]) => records.find((record) => record.fields.metric.__name__ === 'node_time_seconds');
  expect(first.length).toBeGreaterThan(6);
  expect(Math.abs(nodeTime(first).fields.sample - Date.now() / 1000)).toBeLessThan(30);
  expect(Math.abs(Date.parse(nodeTime(first).time) - Date.now())).toBeLessThan(30_000);

  // What Prometheus answers itself at the same time is what is stored.
  const ups = await (await fetch(`${url}/api/v1/query?query=up`)).json();
  for (const { metric, value } of ups.data.result) {
    expect(first.find((record) => record.fields.metric.__name__ === 'up' && record.fields.metric.job === metric.job).fields.sample).toBe(
      Number(value[1]),
    );
  }

  // Samples change with each scrape.
  await expect
    .poll(
      async () => {
        await refresh();
        return nodeTime(await listAll(app, '/api/v1/sources/metrics/records')).fields.sample;
      },
      { timeout: 20_000, interval: 700 },
    )
    .toBeGreaterThan(nodeTime(first).fields.sample);

  // The range API: each sample of each series is a record of its own, and the newest come with each refresh.
  const now = Date.now() / 1000;
  const range = await app.post('/api/v1/sources', {
    id: 'range',
    name: 'Prometheus range',
    url: `${url}/api/v1/query_range`,
    query: { query: 'node_time_seconds', start: String(Math.floor(now - 20)), end: String(Math.ceil(now)), step: '1' },
    list: `data.result.(
      $instance := metric.instance;
      $map(values, function($sample) { { "instance": $instance, "at": $sample[0], "value": $number($sample[1]) } })
    )`,
    idField: 'instance & "@" & at',
    timeField: 'at',
    policy: { preset: 'manual' },
  });
  expect(range.status).toBe(201);
  const { body: ranged } = await app.post('/api/v1/sources/range/refresh', { wait: true });
  expect(ranged.refresh).toMatchObject({ outcome: 'changed', failure: null });
  const samples = await listAll(app, '/api/v1/sources/range/records');
  expect(samples.length).toBeGreaterThan(1);
  expect(new Set(samples.map(({ id }) => id)).size).toBe(samples.length);
  for (const { time, fields } of samples) {
    expect(Date.parse(time)).toBe(fields.at * 1000);
    expect(Math.abs(fields.value - fields.at)).toBeLessThan(30);
  }

  // A target that dies is seen as down, and the series that are gone with it are still there to be read.
  await exporter.stop();
  await expect
    .poll(
      async () => {
        await refresh();
        const records = await listAll(app, '/api/v1/sources/metrics/records');
        return records.find((record) => record.fields.metric.__name__ === 'up' && record.fields.metric.job === 'node').fields.sample;
      },
      { timeout: 30_000, interval: 700 },
    )
    .toBe(0);
  const last = await listAll(app, '/api/v1/sources/metrics/records');
  expect(nodeTime(last).fields.sample).toBeGreaterThan(0);
  expect(last.length).toBeGreaterThanOrEqual(first.length);

  // And with Prometheus itself gone, all that was read stays, with its age.
  await prometheus.stop();
  const { body } = await app.get('/api/v1/sources/metrics');
  expect(body).toMatchObject({ records: last.length });
  expect(body.checkedAt).not.toBeNull();
});
