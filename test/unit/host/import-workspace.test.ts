import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { exportWorkspace } from '../../../src-main/host/export-workspace.ts';
import { checkWorkspace, dropLeftOver, importWorkspace } from '../../../src-main/host/import-workspace.ts';
import { Store } from '../../../src-main/store/store.ts';
import { WorkspaceReader } from '../../../src-main/store/workspace-reader.ts';
import { type ImportedSource, sourceConfigSchema } from '../../../src-preload/contract/index.ts';
import { memoryDisk, tempFolder } from '../../support/temp-folder.ts';
import { addRecord } from '../../support/records.ts';

const NOW = Date.parse('2026-11-21T10:00:00Z');
const never = new AbortController().signal;

/** Secrets as they are sealed, by name. */
class Sealed {
  readonly kept = new Map<string, string>();
  has = async (name: string) => this.kept.has(name);
  copy = async (from: string, to: string) => {
    const sealed = this.kept.get(from);
    if (sealed !== undefined) this.kept.set(to, sealed);
  };
  delete = async (name: string) => void this.kept.delete(name);
}

function workspace() {
  const folder = tempFolder(memoryDisk);
  const database = join(folder, 'freshet.db');
  const store = new Store(database);
  onTestFinished(() => store.close());
  const secrets = new Sealed();
  const target = { store, secrets, now: () => NOW, takeIn: (_id: string, work: () => Promise<void>) => work() };
  return { folder, database, store, secrets, target };
}
type Workspace = ReturnType<typeof workspace>;

const configOf = (id: string, more: object = {}) =>
  sourceConfigSchema.parse({ id, name: id, url: `https://api.example.com/${id}`, ...more });

let files = 0;
async function exported(from: Workspace): Promise<string> {
  const file = join(from.folder, `out-${(files += 1)}.ndjson.gz`);
  await exportWorkspace({
    database: from.database,
    file,
    version: '1',
    atIso: new Date(NOW).toISOString(),
    signal: never,
    onProgress: () => undefined,
  });
  return file;
}

async function imported(into: Workspace, file: string, existing: 'keep' | 'replace' = 'keep', signal = never): Promise<ImportedSource[]> {
  const sources: ImportedSource[] = [];
  await importWorkspace(into.target, { file, existing, signal, onProgress: () => undefined, onSource: (source) => sources.push(source) });
  return sources;
}

/** Everything that an export holds, without row numbers. */
function dump({ database }: Workspace): unknown {
  const reader = new WorkspaceReader(database);
  const requests = new Map<unknown, unknown>();
  const all = reader.sources().map(({ row, records, source }) => ({
    records,
    source: { ...source, config: JSON.parse(String(source['config'])) as unknown, last_change_row: undefined },
    rows: [...reader.rows(row)].map(({ table, row: { seen_row: _seen, request_row, details, ...rest } }) => {
      if (table === 'detail_requests') requests.set(request_row, rest['request']);
      const stands =
        typeof details !== 'string' ? [] : (JSON.parse(details) as unknown[][]).map(([at, ...each]) => [requests.get(at), ...each]);
      return { table, rest, stands };
    }),
  }));
  reader.close();
  return all;
}

/** Writes an export with other lines, its trailer made to fit. */
function forge(file: string, change: (lines: string[]) => string[]): string {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
  const body = change(lines.slice(0, -1));
  const sum = createHash('sha256')
    .update(body.map((line) => `${line}\n`).join(''))
    .digest('hex');
  const trailer = { ...(JSON.parse(lines.at(-1) ?? '') as object), sha256: sum };
  const forged = file.replace('.ndjson.gz', '-forged.ndjson.gz');
  writeFileSync(forged, gzipSync(`${[...body, JSON.stringify(trailer)].join('\n')}\n`));
  return forged;
}

test('export then import gives the same workspace, whatever the records hold', async () => {
  const json = fc.oneof(
    fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()).map((fields) => JSON.stringify(fields)),
    fc.constantFrom('{"n":123456789012345678901234567890,"e":1e400,"z":-0,"s":"\\u2028\\u2029\\ud83d\\ude00"}', '{"":null}'),
  );
  const rich = fc.option(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()));
  const record = fc.record({
    id: fc.string({ unit: 'grapheme', minLength: 1 }),
    basic: json,
    rich,
    time: fc.option(fc.integer({ min: -1e14, max: 1e14 })),
  });
  const source = fc.record({
    records: fc.uniqueArray(record, { selector: ({ id }) => id, maxLength: 20 }),
    deleted: fc.integer({ min: 0, max: 5 }),
    name: fc.string({ unit: 'grapheme', minLength: 1 }).filter((name) => name.trim() !== '' && name.length <= 200),
    headers: fc.dictionary(
      fc.stringMatching(/^[a-z]{1,8}$/),
      fc.stringMatching(/^[ -~]{0,9}$/).map((text) => text.trim()),
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(source, { maxLength: 3 }), async (sources) => {
      const [from, into] = [workspace(), workspace()];
      for (const [index, { records, deleted, name, headers }] of sources.entries()) {
        const added = from.store.sources.add(configOf(`s${index}`, { name, headers }), 'app', NOW);
        const request = from.store.enrichments.openRequest(added.row, 'hash', 1e15);
        for (const { id, basic, rich: details, time } of records)
          addRecord(from.store, added.row, id, basic, { rich: details, time, now: NOW });
        from.store.enrichments.plan(request, -1e15, NOW, NOW);
        from.store.records.markDeleted(
          added.row,
          records.slice(0, deleted).map(({ id }) => id),
          NOW,
        );
        from.store.refreshes.begin(`r${index}`, added.row, 'manual', NOW);
        if (index !== 1) from.store.refreshes.markLost(NOW + 1);
        from.store.calls.begin(added.row, `r${index}`, NOW, 1.5);
        from.store.days.add(added.row, '2026-11-20', { calls: 3, cost: 0.1 });
        from.store.sources.saveState(added.row, { ...added.state, records: from.store.records.count(added.row), pausedUntil: Infinity });
      }
      expect((await imported(into, await exported(from))).map(({ outcome }) => outcome)).toEqual(sources.map(() => 'added'));
      expect(dump(into)).toEqual(dump(from));
    }),
    { numRuns: 40 },
  );
});

/** A workspace with one source that has a key. */
function withKey(url = 'https://api.example.com/odds', records = 1): Workspace {
  const made = workspace();
  const { row } = made.store.sources.add(configOf('odds', { url, auth: { kind: 'bearer', secret: { stored: true } } }), 'app', NOW);
  for (let id = 1; id <= records; id += 1) addRecord(made.store, row, String(id), JSON.stringify({ id, url }), { now: NOW });
  made.secrets.kept.set('source:odds', `sealed for ${url}`);
  made.store.refreshes.begin('r1', row, 'manual', NOW);
  made.store.refreshes.markLost(NOW);
  made.store.calls.begin(row, 'r1', NOW, 1);
  return made;
}

describe('a source whose id is there', () => {
  test('is left alone when that is chosen', async () => {
    const into = withKey();
    const before = dump(into);
    expect(await imported(into, await exported(withKey('https://other.example.com/', 3)))).toMatchObject([
      { outcome: 'kept', keptAs: null },
    ]);
    expect(dump(into)).toEqual(before);
  });

  test('is replaced as a whole, and kept under another id with its key, as one that was removed', async () => {
    const into = withKey();
    const [source] = await imported(into, await exported(withKey('https://api.example.com/v2', 3)), 'replace');
    expect(source).toMatchObject({ outcome: 'replaced', keptAs: 'odds-before-20261121' });
    const now = into.store.sources.find('odds');
    expect(now).toMatchObject({ removedAt: null, state: { records: 3, failure: null } });
    const kept = into.store.sources.find('odds-before-20261121');
    expect(kept).toMatchObject({ removedAt: NOW, config: { id: 'odds-before-20261121' } });
    expect(into.store.records.count(kept?.row ?? 0)).toBe(1);
    expect(into.store.refreshes.find('r1')?.sourceId).toBe('odds-before-20261121');
    expect(into.store.refreshes.list({ sourceId: 'odds', limit: 9 }).items).toHaveLength(1);
    expect(into.secrets.kept.get('source:odds')).toBe(into.secrets.kept.get('source:odds-before-20261121'));
  });

  test('gives its key to no other host: the new one says that a key is needed', async () => {
    const into = withKey();
    await imported(into, await exported(withKey('https://elsewhere.example.net/odds')), 'replace');
    expect([...into.secrets.kept.keys()]).toEqual(['source:odds-before-20261121']);
    expect(into.store.sources.find('odds')?.state).toMatchObject({ failure: { code: 'secret-missing' }, obstacle: { kind: 'needs-fix' } });
  });

  test('stays when the config file defines it', async () => {
    const into = workspace();
    into.store.sources.add(configOf('odds'), 'config', NOW);
    expect(await imported(into, await exported(withKey()), 'replace')).toMatchObject([{ outcome: 'config-file' }]);
    expect(into.store.sources.find('odds')?.origin).toBe('config');
  });
});

test('no secret is in a file, and a source that needs one says so', async () => {
  const from = withKey();
  const file = await exported(from);
  expect(gunzipSync(readFileSync(file)).toString()).not.toContain('sealed for');
  const into = workspace();
  expect(await checkWorkspace(into.store, file, never)).toMatchObject({
    records: 1,
    sources: [{ id: 'odds', there: 'no', needsKey: true }],
  });
  await imported(into, file);
  expect(into.store.sources.find('odds')?.state.failure?.code).toBe('secret-missing');
});

test('a key that somebody wrote into a file by hand is not stored', async () => {
  const file = forge(await exported(withKey()), (lines) => lines.map((line) => line.replace('{\\"stored\\":true}', '\\"hunter2\\"')));
  const into = workspace();
  await imported(into, file);
  expect(into.store.sources.find('odds')?.config.auth).toEqual({ kind: 'bearer', secret: { stored: true } });
});

describe('nothing is imported from a file that is', () => {
  const refused = async (file: string, words: string) => {
    const into = workspace();
    await expect(imported(into, file)).rejects.toThrow(words);
    expect(into.store.sources.withRemoved()).toEqual([]);
  };
  const spoilt = async (change: (bytes: Buffer) => Buffer) => {
    const file = await exported(withKey('https://api.example.com/odds', 500));
    writeFileSync(file, change(readFileSync(file)));
    return file;
  };

  test('missing', () => refused('/nowhere/at-all.ndjson.gz', 'There is no file'));
  test('empty', async () => refused(await spoilt(() => Buffer.alloc(0)), 'cut'));
  test('something else', async () => refused(await spoilt(() => Buffer.from('PNG and so on')), 'is no export of Freshet'));
  test('other JSON', async () => refused(await spoilt(() => gzipSync('{"a":1}\n{"b":2}\n')), 'is no export of Freshet'));
  test('cut within', async () => refused(await spoilt((bytes) => bytes.subarray(0, bytes.length / 2)), 'is cut'));
  test('cut between lines', async () => {
    const cut = (bytes: Buffer) => gzipSync(gunzipSync(bytes).toString().split('\n').slice(0, 20).join('\n'));
    await refused(await spoilt(cut), 'is cut');
  });
  test('changed', async () => {
    const change = (bytes: Buffer) => gzipSync(gunzipSync(bytes).toString().replace('"id":"7"', '"id":"x"'));
    await refused(await spoilt(change), 'is not as it was written');
  });
  test('of a newer format', async () => {
    const file = await exported(withKey());
    await refused(
      forge(file, ([first = '', ...rest]) => [first.replace('"format":1', '"format":2'), ...rest]),
      'newer Freshet',
    );
    await refused(
      forge(file, ([first = '', ...rest]) => [first.replace(/"schema":\d+/, '"schema":999'), ...rest]),
      'newer Freshet',
    );
  });
  test('with settings that cannot be used', async () => {
    const file = await exported(withKey());
    await refused(
      forge(file, (lines) => lines.map((line) => line.replace('https://api', 'file://api'))),
      'settings that cannot be used',
    );
  });
  test('with a record that is no JSON', async () => {
    const file = await exported(withKey());
    await refused(
      forge(file, (lines) => lines.map((line) => line.replace('"basic":"{', '"basic":"'))),
      'cannot be read',
    );
  });
  test('with a value that does not fit its column', async () => {
    const file = await exported(withKey());
    await refused(
      forge(file, (lines) => lines.map((line) => line.replace(/"first_seen_at":\d+/, '"first_seen_at":"x"'))),
      'does not fit',
    );
  });
});

test('an import that is cancelled leaves sources whole or absent', async () => {
  const from = withKey('https://api.example.com/odds', 1_000);
  const { row } = from.store.sources.add(configOf('meters'), 'app', NOW);
  for (let id = 0; id < 1_000; id += 1) addRecord(from.store, row, String(id), '{}', { now: NOW });
  const file = await exported(from);
  const into = workspace();
  const abort = new AbortController();
  const onProgress = (phase: string, done: number) => {
    if (phase === 'writing' && done > 1_400) abort.abort(new Error('cancelled'));
  };
  const work = importWorkspace(into.target, { file, existing: 'keep', signal: abort.signal, onProgress, onSource: () => undefined });
  await expect(work).rejects.toThrow('cancelled');
  expect(into.store.sources.withRemoved().map(({ id, state }) => [id, state.records])).toEqual([['odds', 1_000]]);
  expect(into.store.records.countAll()).toBe(1_000);
});

test('what a kill left of an import is removed by the next start, and details of other sources are not missed', async () => {
  const into = withKey();
  const staged = into.store.staging.begin({ created_at: NOW }, configOf('meters'), NOW);
  into.store.staging.add(
    staged,
    Array.from({ length: 1_200 }, (_, id) => ({
      table: 'records' as const,
      row: { id: String(id), basic: '{}', first_seen_at: NOW, changed_at: NOW },
    })),
  );
  const request = into.store.enrichments.openRequest(1, 'hash', 1e15);
  into.store.enrichments.plan(request, -1e15, NOW, NOW);
  await dropLeftOver(into.store);
  expect(into.store.sources.withRemoved().map(({ id }) => id)).toEqual(['odds']);
  addRecord(into.store, 1, 'new', '{}', { now: NOW });
  into.store.enrichments.plan(request, -1e15, NOW, NOW);
  expect(into.store.enrichments.isWaiting(1, 'new', [request])).toBe(true);
});
