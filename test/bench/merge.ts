import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccessTokens } from '../../src-main/engine/sign-in/access-tokens.ts';
import { CallLog } from '../../src-main/engine/quota/call-log.ts';
import { HostBreakers } from '../../src-main/engine/calls/circuit-breaker.ts';
import { systemClock } from '../../src-main/engine/clock.ts';
import { Flights } from '../../src-main/engine/calls/flights.ts';
import { mergeRecords } from '../../src-main/engine/refresh/merge-pages.ts';
import { QuotaMeter } from '../../src-main/engine/quota/quota.ts';
import { newRefreshId, runRefresh } from '../../src-main/engine/refresh/refresh.ts';
import { RequestGroups } from '../../src-main/engine/calls/request-groups.ts';
import { openEntry } from '../../src-main/engine/source-entry.ts';
import { openForWriting } from '../../src-main/store/database.ts';
import { Store } from '../../src-main/store/store.ts';
import { sourceConfigSchema } from '../../src-preload/contract/index.ts';
import { type Bench, ratio, timed } from './measure.ts';
import { makeRecords, RECORDS } from './records.ts';

async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'freshet-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The least that storing records costs: one prepared upsert each, in one transaction, with the same columns. */
function bareStore(file: string) {
  const db = openForWriting(file);
  db.exec("INSERT INTO sources (row, id, origin, config, created_at) VALUES (1, 's', 'app', '{}', 0)");
  const upsert = db.prepare(`
    INSERT INTO records (source_row, id, basic, hash, rich, time, first_seen_at, changed_at, seen_at, listed, added_from, added_by)
    VALUES (1, ?, ?, ?, NULL, ?, ?, ?, ?, 1, 0, NULL)
    ON CONFLICT (source_row, id) DO UPDATE SET basic = excluded.basic, hash = excluded.hash, time = excluded.time,
      changed_at = excluded.changed_at, seen_at = excluded.seen_at, last_change = last_change + 1, changes = changes + 1`);
  return {
    write: db.transaction((records: ReturnType<typeof makeRecords>, now: number) => {
      // As long as a hash, and another one each time; working it out is a cost of ours.
      const hash = (id: string) => `${id}:${now}`.padEnd(24, '-');
      for (const record of records) upsert.run(record.id, JSON.stringify(record.fields), hash(record.id), record.time, now, now, now);
    }),
    close: () => db.close(),
  };
}

const source = (url: string) => sourceConfigSchema.parse({ id: 's', name: 'S', url, list: 'data', maxBodyMebibytes: 512 });

export const mergeChanged: Bench = {
  name: 'merge.changed',
  run: () =>
    withFolder(async (folder) => {
      const bare = bareStore(join(folder, 'bare.db'));
      const store = new Store(join(folder, 'merge.db'));
      const { row } = store.sources.add(source('http://x'), 'app', 0);
      const merge = (version: number) => store.transaction(() => mergeRecords(store, row, makeRecords(version), [], version));
      bare.write(makeRecords(0), 0);
      merge(0);
      const value = await ratio(
        7,
        (round) => {
          const records = makeRecords(round + 1);
          return timed(() => bare.write(records, round));
        },
        (round) => {
          const records = makeRecords(round + 1);
          return timed(() => {
            const totals = store.transaction(() => mergeRecords(store, row, records, [], round));
            if (totals.updated !== RECORDS) throw new Error(`only ${totals.updated} were updated`);
          });
        },
      );
      bare.close();
      store.close();
      return { name: 'merge.changed', value, unit: 'throughput over bare upserts', aim: '>= 0.7' };
    }),
};

/**
 * `envelope`: what surrounds the records changes with every answer, as a timestamp does, so that the body has to be read
 * and every record compared. Without, the body is the same and its fingerprint tells so.
 */
const unchanged = (name: string, envelope: boolean, aim: string): Bench => ({
  name,
  run: () =>
    withFolder(async (folder) => {
      let body = Buffer.alloc(0);
      const server = createServer((_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(body));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const store = new Store(join(folder, 'merge.db'));
      const stored = store.sources.add(source(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`), 'app', 0);
      /** A whole refresh: the call over HTTP, reading, merging and storing. */
      const core = {
        store,
        secrets: { get: async () => null, set: async () => undefined, delete: async () => undefined },
        environment: {},
      };
      const sharing = { mayShare: () => false, take: () => undefined, onGathered: () => undefined };
      const flights = new Flights(core, new RequestGroups(), sharing);
      const entry = openEntry(store, stored, new QuotaMeter({ windows: [], reserveForManualPercent: 0 }, new CallLog([], 0)), Date.now());
      const uncounted = { begin: () => ({ row: 0 }), end: () => undefined };
      const ledger = {
        ...uncounted,
        elsewhere: uncounted,
        probing: () => uncounted,
        flush: () => undefined,
        beginConnection: () => ({ row: 0 }),
        announce: () => undefined,
        close: () => undefined,
      };
      const refresh = async (version: number, generated: number): Promise<{ ms: number; changes: number }> => {
        body = Buffer.from(JSON.stringify({ generated, data: makeRecords(version).map((record) => record.fields) }));
        let changes = 0;
        const ms = await timed(async () => {
          const deps = {
            clock: systemClock,
            random: Math.random,
            allowPrivate: true,
            fetch: globalThis.fetch,
            ...core,
            breakers: new HostBreakers(systemClock),
          };
          const { signal } = new AbortController();
          const { result } = await runRefresh(
            { ...deps, tokens: new AccessTokens(deps) },
            {
              id: newRefreshId(),
              source: stored,
              trigger: 'manual',
              unconditional: false,
              probeValue: null,
              mark: null,
              ledger,
              passage: flights.passage(entry, false, signal, null),
              signal,
              gate: entry.gate,
              pushed: new Set(),
              onPage: () => undefined,
            },
            () => undefined,
          );
          changes = result.added + result.updated;
        });
        return { ms, changes };
      };
      await refresh(0, 0);
      let version = 0;
      let generated = 0;
      const value = await ratio(
        7,
        async () => {
          if (envelope) generated += 1;
          const { ms, changes } = await refresh(version, generated);
          if (changes !== 0) throw new Error(`${changes} records changed in the unchanged refresh`);
          return ms;
        },
        async () => {
          const { ms, changes } = await refresh((version += 1), (generated += 1));
          if (changes !== RECORDS) throw new Error(`only ${changes} records changed`);
          return ms;
        },
      );
      store.close();
      server.close();
      server.closeAllConnections();
      return { name, value, unit: 'time over a changed refresh', aim };
    }),
});

export const mergeUnchanged = unchanged('merge.unchanged', false, '<= 0.5');
export const mergeCompared = unchanged('merge.unchanged.compared', true, '<= 0.7');
