import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startApp } from '../support/app.ts';
import { type Bench, percentile, timed } from './measure.ts';
import { million } from './million.ts';
import { makeRecords, RECORDS } from './records.ts';

const watcher = pathToFileURL(fileURLToPath(new URL('../support/loop-watch.mjs', import.meta.url))).href;

interface Served {
  delayP99Ms: number;
  peakMebibytes: number;
  /** Of 50 hits in the million while the merge ran, and while nothing did. */
  mergingP99Ms: number;
  idleP99Ms: number;
}

let measured: Promise<Served> | null = null;

/** The built app over a million records, while it merges 100,000 others and is asked for windows and searches. */
async function measure(): Promise<Served> {
  const { folder } = million();
  let version = 0;
  const upstream = createServer((_request, response) => {
    const body = JSON.stringify(makeRecords(version).map((record) => record.fields));
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const report = join(folder, 'loop.json');
  const app = await startApp({ dataFolder: folder, env: { NODE_OPTIONS: `--import ${watcher}`, LOOP_REPORT: report } });
  try {
    const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/`;
    await app.post('/api/v1/sources', { id: 'merged', name: 'Merged', url, policy: { preset: 'manual' }, maxBodyMebibytes: 512 });
    const refresh = async () => {
      version += 1;
      const { body } = await app.post('/api/v1/sources/merged/refresh', { mode: 'force', wait: true });
      const { added, updated } = body.refresh.counts as { added: number; updated: number };
      if (added + updated !== RECORDS) throw new Error(`the refresh ended as ${JSON.stringify(body.refresh)}`);
    };
    const look = () => timed(() => app.get('/api/v1/search?q=turkis%20chair&sourceId=million'));
    await refresh();
    for (let behind = 1; behind > 0; behind = (await app.get('/api/v1/search?q=lamp&limit=1')).body.behind) await sleep(200);
    const idle: number[] = [];
    for (let round = 0; round < 200; round += 1) idle.push(await look());

    const merging: number[] = [];
    let done = false;
    app.process.kill('SIGUSR2');
    const merge = refresh().finally(() => (done = true));
    while (!done) merging.push(await look());
    await merge;
    app.process.kill('SIGUSR2');
    await app.get('/api/v1/search?q=number%20999999');
    await app.stop();
    const { delayP99Ms, peakMebibytes } = JSON.parse(readFileSync(report, 'utf8')) as Pick<Served, 'delayP99Ms' | 'peakMebibytes'>;
    return { delayP99Ms, peakMebibytes, mergingP99Ms: percentile(merging, 0.99), idleP99Ms: percentile(idle, 0.99) };
  } finally {
    await app.stop();
    upstream.close();
    upstream.closeAllConnections();
  }
}

const served = (): Promise<Served> => (measured ??= measure());

export const mainLoopDelay: Bench = {
  name: 'mainloop.delay.p99.ms',
  run: async () => ({
    name: 'mainloop.delay.p99.ms',
    value: (await served()).delayP99Ms,
    unit: 'ms in the main thread while 100,000 records merge',
    aim: '< 8',
  }),
};

export const memoryPeak: Bench = {
  name: 'memory.peak.mb',
  run: async () => ({
    name: 'memory.peak.mb',
    value: (await served()).peakMebibytes,
    unit: 'MiB of the whole app over 1,100,000 records',
    aim: '< 1024',
  }),
};

export const readWhileMerging: Bench = {
  name: 'records.merging.ratio',
  async run() {
    const { mergingP99Ms, idleP99Ms } = await served();
    return {
      name: 'records.merging.ratio',
      value: mergingP99Ms / idleP99Ms,
      unit: 'p99 of 50 hits during a merge over idle',
      aim: '<= 10',
    };
  },
};
