// Merges records in one transaction, and stays in the middle of it until it is told to go on.
import { parentPort, workerData } from 'node:worker_threads';
import { mergeRecords } from '../../src-main/engine/refresh/merge-pages.ts';
import { Store } from '../../src-main/store/store.ts';

const { file, sourceRow, records, state } = workerData;
const store = new Store(file);
const fresh = Array.from({ length: records }, (_, id) => ({ id: `${id}`, fields: { id, n: 2 }, time: null }));
store.transaction(() => {
  mergeRecords(store, sourceRow, fresh, [], 2);
  Atomics.store(state, 0, 1);
  parentPort.postMessage('merged');
  Atomics.wait(state, 0, 1);
});
parentPort.postMessage('stored');
store.close();
