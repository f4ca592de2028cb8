// Loaded before the built app by `node --import`. In the engine's thread, and nowhere else, it puts a clock in the place of
// the computer's that a test can move forward, and set; the app knows nothing of it. Time also passes by itself, as it does
// for a user.
import { createServer } from 'node:http';
import { isMainThread, workerData } from 'node:worker_threads';

const port = Number(process.env.FRESHET_TEST_CLOCK_PORT ?? 0);
const isEngine = !isMainThread && workerData?.readerWorker !== undefined;

if (port !== 0 && isEngine) {
  const real = { now: Date.now, setTimeout, clearTimeout, fetch };
  const timers = new Map();
  let ahead = 0;
  // How far the clock on the wall was set away from the time that passed; timers know nothing of it.
  let setBy = Number(process.env.FRESHET_TEST_CLOCK_SET_BY ?? 0);
  let calls = 0;

  const elapsed = () => performance.now() + ahead;
  const fire = (handle) => {
    const timer = timers.get(handle);
    timers.delete(handle);
    timer?.run(...timer.args);
  };

  Date.now = () => Math.floor(real.now() + ahead + setBy);
  globalThis.setTimeout = (run, delay = 0, ...args) => {
    const handle = real.setTimeout(() => fire(handle), delay);
    timers.set(handle, { at: elapsed() + delay, run, args });
    return handle;
  };
  globalThis.clearTimeout = (handle) => {
    timers.delete(handle);
    real.clearTimeout(handle);
  };
  globalThis.fetch = async (...args) => {
    calls += 1;
    try {
      return await real.fetch(...args);
    } finally {
      // The body comes with the head in all that tests send; a moment lets it be read.
      real.setTimeout(() => (calls -= 1), 20);
    }
  };

  /** A call takes no time on the moved clock: it must not run into its own timeout because a test is in a hurry. */
  const settle = async () => {
    do await new Promise((resolve) => real.setTimeout(resolve, calls > 0 ? 5 : 0));
    while (calls > 0);
  };

  const advance = async (ms) => {
    await settle();
    const until = elapsed() + ms;
    for (;;) {
      const next = [...timers].filter(([, timer]) => timer.at <= until).sort(([, a], [, b]) => a.at - b.at)[0];
      if (next === undefined) break;
      const [handle, timer] = next;
      ahead += Math.max(0, timer.at - elapsed());
      real.clearTimeout(handle);
      fire(handle);
      await settle();
    }
    ahead += Math.max(0, until - elapsed());
    // What is still to come is now nearer than when it was set.
    for (const [handle, timer] of [...timers]) {
      real.clearTimeout(handle);
      timers.delete(handle);
      const nearer = real.setTimeout(() => fire(handle), timer.at - elapsed());
      timers.set(handle, timer);
      nearer.unref();
    }
  };

  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { ms = 0, setByMs = 0 } = JSON.parse(Buffer.concat(chunks).toString());
    setBy += setByMs;
    await advance(ms);
    response.end(String(ahead + setBy));
  });
  server.listen(port, '127.0.0.1');
  server.unref();
}
