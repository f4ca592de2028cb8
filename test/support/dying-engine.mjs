// Loaded before the built app by `node --import`. A call to an address that ends in /die throws out of everything in the
// engine's thread, as a mistake in Freshet would, in the middle of the refresh.
import { setImmediate } from 'node:timers';
import { isMainThread, workerData } from 'node:worker_threads';

if (!isMainThread && workerData?.readerWorker !== undefined) {
  const { fetch } = globalThis;
  globalThis.fetch = (...args) => {
    if (new URL(String(args[0])).pathname.endsWith('/die')) {
      setImmediate(() => {
        throw new Error('the engine was made to die');
      });
    }
    return fetch(...args);
  };
}
