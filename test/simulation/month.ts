import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../../src-main/engine/engine.ts';
import { Store } from '../../src-main/store/store.ts';
import { type QuotaWindow, sourceConfigSchema } from '../../src-preload/contract/index.ts';
import { SimClock } from '../support/sim-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The keys of six providers, and what each allows. */
const KEYS: Record<string, QuotaWindow[]> = {
  strava: [
    { limit: 100, per: 'quarter-hour', align: 'clock' },
    { limit: 1_000, per: 'day', align: 'clock' },
  ],
  odds: [{ limit: 5_000, per: 'month', align: 'clock' }],
  tight: [{ limit: 60, per: 'hour', align: 'sliding' }],
  bursty: [
    { limit: 3, per: 'second', align: 'clock' },
    { limit: 2_000, per: 'day', align: 'sliding' },
  ],
  small: [{ limit: 200, per: 'day', align: 'clock' }],
  minute: [{ limit: 10, per: 'minute', align: 'sliding' }],
};

const POLICIES = [
  { preset: 'smart' },
  { preset: 'smart', whileIdleSeconds: 7200 },
  { preset: 'fixed', everySeconds: 3600 },
  { preset: 'cache', ttlSeconds: 21_600 },
  { preset: 'sync', everySeconds: 3600, ttlSeconds: 5400 },
  { preset: 'cron' },
  { preset: 'prewarm', ttlSeconds: 3600, leadSeconds: 600 },
  { preset: 'fixed', everySeconds: 900, quietHours: { from: '22:00', to: '06:00', timeZone: 'UTC' } },
];

/** Random numbers that are the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface MonthReport {
  days: number;
  calls: number;
  fixedCalls: number;
  failed: number;
  tooMany: number;
  refusedPresses: number;
  presses: number;
  restarts: number;
  /** Of the moments at which somebody looked, how many sources of those that should follow looks were stale. */
  staleShare: number;
  /** Windows that were exceeded, in words; empty if all is well. */
  broken: string[];
}

const LENGTH: Record<QuotaWindow['per'], number> = {
  second: 1_000,
  minute: MINUTE,
  'quarter-hour': 15 * MINUTE,
  hour: HOUR,
  day: DAY,
  month: 31 * DAY,
};

/** Counts every window of every key by itself, from nothing but the moments at which calls arrived. */
function brokenWindows(arrived: Map<string, number[]>): string[] {
  const broken: string[] = [];
  for (const [key, windows] of Object.entries(KEYS)) {
    const calls = arrived.get(key) ?? [];
    for (const { limit, per, align } of windows) {
      let first = 0;
      for (const [index, at] of calls.entries()) {
        const from =
          per === 'month'
            ? Date.UTC(new Date(at).getUTCFullYear(), new Date(at).getUTCMonth(), 1)
            : align === 'clock'
              ? Math.floor(at / LENGTH[per]) * LENGTH[per]
              : at - LENGTH[per] + 1;
        while ((calls[first] ?? Infinity) < from) first += 1;
        if (index - first + 1 > limit)
          broken.push(`${key}: ${index - first + 1} calls per ${per} at ${new Date(at).toISOString()}, ${limit} are allowed`);
      }
    }
  }
  return broken;
}

/**
 * Lives through a month with 200 sources on six keys: people who come and go, presses, outages, refusals and restarts.
 * The engine, its store and its rules are real; the upstream answers within the process, because only calls matter here.
 */
export async function simulateMonth(days: number, seed = 7): Promise<MonthReport> {
  const random = seeded(seed);
  // Every commit is synchronised; on a disk in memory that costs nothing and changes nothing.
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'freshet-month-'));
  const start = Date.UTC(2026, 10, 1);
  const clock = new SimClock(new Date(start).toISOString());
  const arrived = new Map<string, number[]>(Object.keys(KEYS).map((key) => [key, []]));
  const report = { days, calls: 0, failed: 0, tooMany: 0, refusedPresses: 0, presses: 0, restarts: 0 };
  let version = 0;
  const isOut = (host: string, at: number) => seeded(Math.floor(at / HOUR) * 31 + host.length)() < 0.02;

  const upstream = (input: string | URL | Request): Promise<Response> => {
    const url = new URL(String(input instanceof Request ? input.url : input));
    const now = clock.now();
    report.calls += 1;
    arrived.get(url.pathname.split('/')[1] ?? '')?.push(now);
    if (isOut(url.host, now)) return Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } }));
    if (random() < 0.005) {
      report.tooMany += 1;
      return Promise.resolve(new Response('{}', { status: 429, headers: { 'retry-after': String(Math.ceil(random() * 900)) } }));
    }
    if (random() < 0.3) version += 1;
    return Promise.resolve(Response.json([{ id: 1, version }]));
  };

  const open = () => {
    const store = new Store(join(folder, 'freshet.db'));
    const engine: Engine = new Engine({
      clock,
      random,
      fetch: upstream,
      store,
      secrets: { get: async () => null, set: async () => undefined, delete: async () => undefined },
      environment: {},
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      safeMode: false,
      describeApp: () => ({
        version: '0',
        form: 'served',
        dataFolder: folder,
        startedAt: new Date(clock.now()).toISOString(),
        demo: { on: false, url: null, faults: null },
        configFile: { path: '', present: false, problems: [] },
        transfer: null,
        readOnly: null,
        secrets: { protection: 'none', words: '' },
      }),
    });
    engine.start();
    return { store, engine };
  };

  let { store, engine } = open();
  const keys = Object.keys(KEYS);
  for (let index = 0; index < 200; index += 1) {
    const key = keys[index % keys.length] ?? 'strava';
    const config = {
      id: `s${index}`,
      name: `Source ${index}`,
      url: `http://${key}.example/${key}/${index}`,
      policy: POLICIES[index % POLICIES.length],
      quota: { key, windows: KEYS[key], reserveForManualPercent: 10 },
    };
    await engine.add(sourceConfigSchema.parse(config));
  }

  // In the middle of each third, whatever else happens.
  const restarts = new Set([1, 3, 5].map((sixths) => Math.floor((sixths / 6) * days * 1_440)));
  let looks = 0;
  let stale = 0;
  for (let minute = 0; minute < days * 1_440; minute += 1) {
    await clock.advance(MINUTE);
    const now = clock.now();
    const hour = new Date(now).getUTCHours();
    const weekday = new Date(now).getUTCDay();
    const looked = weekday >= 1 && weekday <= 5 && hour >= 9 && hour < 17 && seeded(Math.floor(now / (20 * MINUTE)))() < 0.8;
    if (looked) {
      engine.openSession('tab', 'tab');
      engine.beat('tab', { focused: true, visible: true });
      if (random() < 0.05) {
        report.presses += 1;
        const { answer } = await engine.refresh(`s${Math.floor(random() * 200)}`, random() < 0.1 ? 'force' : 'normal', false);
        if (answer === 'refused') report.refusedPresses += 1;
      }
      if (minute % 10 === 0) {
        const following = engine.sources().filter((source) => source.config.policy.preset === 'smart');
        looks += following.length;
        stale += following.filter(
          (source) => source.checkedAt === null || now - Date.parse(source.checkedAt) > source.staleSeconds * 1_000,
        ).length;
      }
    }
    if (restarts.has(minute)) {
      report.restarts += 1;
      await engine.stop();
      store.close();
      ({ store, engine } = open());
    }
  }
  const failed = engine.refreshes({ outcome: 'failed', limit: 1_000 }).items.length;
  await engine.stop();
  store.close();
  rmSync(folder, { recursive: true, force: true });
  return { ...report, failed, fixedCalls: 200 * 288 * days, staleShare: looks === 0 ? 0 : stale / looks, broken: brokenWindows(arrived) };
}
