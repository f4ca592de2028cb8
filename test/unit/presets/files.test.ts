import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fillPreset } from '../../../src-main/presets/fill-preset.ts';
import type { PresetValues, SourceStatus } from '../../../src-preload/contract/index.ts';
import { makeRig, type Rig } from '../../support/engine.ts';
import { presetOf, storedRecords } from '../../support/presets.ts';
import type { Handler } from '../../support/upstream.ts';

const START = '2026-11-21T12:00:00.000Z';
const answering =
  (type: string, body: string): Handler =>
  (_call, response) =>
    response.writeHead(200, { 'content-type': type }).end(body);

/** Adds the one source of a preset as it is filled in, and refreshes it. */
async function added(rig: Rig, id: string, values: PresetValues): Promise<SourceStatus> {
  const { sources, problems } = fillPreset(presetOf(id), values, []);
  expect(problems).toEqual([]);
  const source = await rig.engine.add(sources[0] ?? ({} as never));
  await rig.engine.refresh(source.id, 'normal', true);
  return rig.engine.source(source.id);
}

const rss = `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
<item><guid>a</guid><title>First</title><link>https://example.com/a</link><pubDate>Sat, 21 Nov 2026 10:00:00 GMT</pubDate></item>
<item><guid>b</guid><title>Second</title><link>https://example.com/b</link><pubDate>Sat, 21 Nov 2026 11:00:00 GMT</pubDate></item>
</channel></rss>`;
const csv = 'id;total;at\n1;2,5;2026-11-21T10:00:00Z\n2;3;2026-11-21T11:00:00Z\n';
const lines = '{"id":1,"at":"2026-11-21T10:00:00Z"}\n{"id":2,"at":"2026-11-21T11:00:00Z"}\n';

describe('over real HTTP', () => {
  test.each([
    ['feed', 'application/rss+xml', rss, {}],
    ['csv', 'text/csv', csv, { idField: 'id', timeField: 'at', delimiter: ';' }],
    ['ndjson', 'application/x-ndjson', lines, { idField: 'id', timeField: 'at' }],
  ])('%s reads its records with their times', async (id, type, body, more) => {
    const rig = await makeRig({ startIso: START, handler: answering(type, body) });
    const source = await added(rig, id, { name: 'Things', address: `${rig.upstream.url}/things`, ...more });
    expect(source).toMatchObject({ records: 2, failure: null, dataAsOf: '2026-11-21T11:00:00.000Z' });
  });

  test.each(['feed', 'csv', 'ndjson'])('%s says what is wrong, and goes on where it was', async (id) => {
    const rig = await makeRig({ startIso: START, handler: (_call, response) => response.writeHead(404).end('gone') });
    const more = id === 'feed' ? {} : { idField: 'id' };
    const source = await added(rig, id, { name: 'Things', address: `${rig.upstream.url}/things`, ...more });
    expect(source).toMatchObject({ records: 0, failure: { code: 'not-found' } });
  });
});

describe('on this computer', () => {
  test('a local file is read, and so is what becomes of it; one that is not there is said', async () => {
    const rig = await makeRig({ startIso: START });
    const path = join(rig.folder, 'orders.csv');
    writeFileSync(path, csv);
    const source = await added(rig, 'local-file', { name: 'Orders', path, format: 'csv', idField: 'id', timeField: 'at' });
    expect(source).toMatchObject({ records: 2, failure: null });
    writeFileSync(path, `${csv}3;4;2026-11-21T11:30:00Z\n`);
    await rig.pass(60_000);
    await rig.engine.refresh(source.id, 'normal', true);
    expect(Object.keys(storedRecords(rig, source.id))).toEqual(['1', '2', '3']);
    const none = await added(rig, 'local-file', { name: 'None', path: join(rig.folder, 'none.csv'), format: 'csv', idField: 'id' });
    expect(none.failure).not.toBeNull();
  });

  test('the output of a program is read', async () => {
    const rig = await makeRig({ startIso: START });
    const values = { name: 'Report', program: '/bin/echo', argument: '[{"id":1,"x":2},{"id":2,"x":3}]', format: 'json', idField: 'id' };
    const source = await added(rig, 'local-command', values);
    expect(source).toMatchObject({ records: 2, failure: null });
  });
});
