import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { logDeleted, mergeRecords } from '../../../src-main/engine/refresh/merge-pages.ts';
import { exportWorkspace } from '../../../src-main/host/export-workspace.ts';
import { importWorkspace } from '../../../src-main/host/import-workspace.ts';
import { RecordReader } from '../../../src-main/store/reader.ts';
import { Store } from '../../../src-main/store/store.ts';
import { sourceConfigSchema } from '../../../src-preload/contract/index.ts';
import { memoryDisk, tempFolder } from '../../support/temp-folder.ts';

const NOW = Date.parse('2026-11-21T10:00:00Z');
const MINUTE = 60_000;
const signal = new AbortController().signal;

function workspace() {
  const folder = tempFolder(memoryDisk);
  const database = join(folder, 'freshet.db');
  const store = new Store(database);
  const reader = new RecordReader(database);
  onTestFinished(() => {
    reader.close();
    store.close();
  });
  const add = (id: string) =>
    store.sources.add(sourceConfigSchema.parse({ id, name: id, url: `https://api.example.com/${id}` }), 'app', NOW).row;
  const list = (row: number, prices: Record<string, number>, minute: number, refreshId = `r${minute}`) => {
    const at = NOW + minute * MINUTE;
    const fresh = Object.entries(prices).map(([id, price]) => ({ id, fields: { id, price }, time: null }));
    store.transaction(() => mergeRecords(store, row, fresh, [], at, { from: 'list', refreshId, isListing: true }));
  };
  const gone = (row: number, ids: string[], minute: number) => {
    const at = NOW + minute * MINUTE;
    store.transaction(() => logDeleted(store, row, store.records.markDeleted(row, ids, at), at, { from: 'list', refreshId: `r${minute}` }));
  };
  return { folder, database, store, reader, add, list, gone };
}
type Workspace = ReturnType<typeof workspace>;

async function exported(from: Workspace): Promise<string> {
  const file = join(from.folder, 'out.ndjson.gz');
  await exportWorkspace({
    database: from.database,
    file,
    version: '1',
    atIso: '2026-11-21T10:00:00.000Z',
    signal,
    onProgress: () => undefined,
  });
  return file;
}

function taking(into: Workspace, file: string): Promise<void> {
  const secrets = { has: async () => false, copy: async () => undefined, delete: async () => undefined };
  const target = { store: into.store, secrets, now: () => NOW + 60 * MINUTE, takeIn: (_id: string, work: () => Promise<void>) => work() };
  return importWorkspace(target, { file, existing: 'keep', signal, onProgress: () => undefined, onSource: () => undefined });
}

/** A source with a history, its log mixed with that of another. */
function withHistory(): Workspace {
  const from = workspace();
  const [odds, other] = [from.add('odds'), from.add('other')];
  for (const minute of [0, 1, 2, 3]) {
    from.list(odds, { a: minute, b: minute > 1 ? 7 : 5, c: 1 }, minute);
    from.list(other, { a: 100 - minute }, minute, `other${minute}`);
  }
  from.gone(odds, ['c'], 4);
  return from;
}

const historyOf = ({ store, reader }: Workspace, source: string) => {
  const sourceRow = store.sources.find(source)?.row ?? 0;
  const all = { sourceRow, limit: 100, cursor: undefined, q: undefined, withDeleted: true };
  return {
    // The id of a change is its place in the log, which is another one here.
    changes: ['a', 'b', 'c'].map((id) =>
      (reader.changes({ sourceRow, id, limit: 100, cursor: undefined })?.items ?? []).map(({ id: _id, ...change }) => change),
    ),
    past: [0, 1, 2, 3, 4].map((minute) => reader.list({ ...all, asOf: NOW + minute * MINUTE })),
    origins: ['a', 'b', 'c'].map((id) => reader.record({ sourceRow, id, asOf: null })),
  };
};

test('an import brings the history of records along, into a workspace that has one of its own', async () => {
  const from = withHistory();
  const into = workspace();
  const mine = into.add('mine');
  for (const minute of [0, 1, 2]) into.list(mine, { a: minute, z: minute }, minute);
  const before = historyOf(into, 'mine');
  await taking(into, await exported(from));
  const history = historyOf(into, 'odds');
  expect(history).toEqual(historyOf(from, 'odds'));
  expect(history.past.map(({ items }) => items.map(({ fields }) => fields['price']))).toEqual([
    [0, 5, 1],
    [1, 5, 1],
    [2, 7, 1],
    [3, 7, 1],
    [3, 7, 1],
  ]);
  expect(historyOf(into, 'other')).toEqual(historyOf(from, 'other'));
  expect(historyOf(into, 'mine')).toEqual(before);
});

test('changes after an import go on from those before', async () => {
  const into = workspace();
  await taking(into, await exported(withHistory()));
  const mine = into.add('mine');
  into.list(mine, { a: 1 }, 61);
  into.list(mine, { a: 2 }, 62);
  into.list(into.store.sources.find('odds')?.row ?? 0, { a: 50, b: 7 }, 63);
  const [a] = historyOf(into, 'odds').changes;
  expect(a?.map((change) => change.fields.map(({ old, new: now }) => [old, now]))).toEqual([
    [[3, 50]],
    [[2, 3]],
    [[1, 2]],
    [[0, 1]],
    expect.anything(),
  ]);
});

/** An export with other lines, its trailer made to fit. */
function forged(file: string, change: (line: string) => string): string {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
  const body = lines.slice(0, -1).map(change);
  const sha256 = createHash('sha256')
    .update(body.map((line) => `${line}\n`).join(''))
    .digest('hex');
  const made = file.replace('out', 'forged');
  writeFileSync(made, gzipSync(`${[...body, JSON.stringify({ ...(JSON.parse(lines.at(-1) ?? '') as object), sha256 })].join('\n')}\n`));
  return made;
}

test('an export from before there was a log says nothing of the time before the import', async () => {
  const from = workspace();
  from.list(from.add('odds'), { a: 1 }, 0);
  const file = forged(await exported(from), (line) => line.replace(/,"last_change_row":\d+/, ''));
  const into = workspace();
  await taking(into, file);
  expect(into.reader.reach(into.store.sources.find('odds')?.row ?? 0)).toBe(NOW + 60 * MINUTE);
});

test.each([
  ['an entry that is none', (line: string) => line.replace(/"entries":"\[\[/, '"entries":"[[0,')],
  ['a row beyond those that were announced', (line: string) => line.replace(/"change_row":\d+/, '"change_row":999999')],
  ['a number that leaves no row for others', (line: string) => line.replace(/"last_change_row":\d+/, '"last_change_row":9007199254740993')],
])('%s is refused in words, and what is there goes on', async (_what, change) => {
  const into = workspace();
  const mine = into.add('mine');
  into.list(mine, { a: 1 }, 0);
  const file = forged(await exported(withHistory()), change);
  await expect(taking(into, file)).rejects.toThrow('holds a value that does not fit');
  into.list(mine, { a: 2 }, 1);
  expect(historyOf(into, 'mine').changes[0]?.[0]?.fields).toMatchObject([{ path: 'price', old: 1, new: 2 }]);
  expect(into.store.sources.find('odds')).toBeNull();
});
