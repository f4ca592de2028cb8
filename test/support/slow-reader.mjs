// A reading thread whose window at offset 1 goes through many rows within SQLite, where nothing can stop it; everything
// else answers at once. Says in which thread it was answered.
import { parentPort, threadId, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

const db = new Database(workerData.file, { readonly: true });
parentPort.postMessage('ready');
parentPort.on('message', ({ id, query }) => {
  if (query.offset === 1)
    db.prepare('WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 60000000) SELECT count(*) FROM c').get();
  if (query.offset === 2) process.exit(0);
  parentPort.postMessage({ id, result: { items: [], total: query.offset, thread: threadId } });
});
