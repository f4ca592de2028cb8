import { subscribe } from 'node:diagnostics_channel';
import type { Worker } from 'node:worker_threads';

declare global {
  /** On the stand-in: the threads that the main process has started, for specs that end one. */
  var standInThreads: Worker[];
}

/** Keeps hold of every thread that is started from now on. */
export function keepThreads(): void {
  globalThis.standInThreads = [];
  subscribe('worker_threads', (message) => globalThis.standInThreads.push((message as { worker: Worker }).worker));
}
