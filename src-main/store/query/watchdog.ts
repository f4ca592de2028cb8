import { Worker } from 'node:worker_threads';

/** Ends this process when a query runs on although nobody is left to end it, or takes too much memory. */
export interface Watchdog {
  begin(): void;
  end(): void;
}

/** How often it looks, milliseconds. */
const LOOK_MS = 100;

/** How much longer than its limit a query may run before it is ended from within, milliseconds. The app itself is sooner. */
const GRACE_MS = 1_000;

// Runs in a thread beside the query; kept as text, so that it needs no file of its own.
const LOOKING = `
const { workerData } = require('node:worker_threads');
const begun = new Float64Array(workerData.shared);
const wait = new Int32Array(new SharedArrayBuffer(4));
for (;;) {
  Atomics.wait(wait, 0, 0, workerData.lookMs);
  const late = begun[0] > 0 && Date.now() - begun[0] > workerData.limitMs;
  if (late || (begun[0] > 0 && process.memoryUsage.rss() > workerData.mostMemory)) process.kill(process.pid, 'SIGKILL');
}
`;

/** Starts the thread that looks. `limitMs`: of a query; `mostMemory`: of the process, bytes. SQLite leaves no other way: while it runs a query, nothing else of its thread runs. */
export function startWatchdog(limitMs: number, mostMemory: number): Watchdog {
  const shared = new SharedArrayBuffer(8);
  const begun = new Float64Array(shared);
  const thread = new Worker(LOOKING, {
    eval: true,
    name: 'watchdog',
    workerData: { shared, limitMs: limitMs + GRACE_MS, lookMs: LOOK_MS, mostMemory },
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2, codeRangeSizeMb: 4 },
  });
  thread.unref();
  return {
    begin: () => {
      begun[0] = Date.now();
    },
    end: () => {
      begun[0] = 0;
    },
  };
}
