import { parentPort, workerData } from 'node:worker_threads';
import { doKeeperJob, type KeeperJob } from './keeper-job.ts';

// A thread for one piece of work, so that copying or checking all of a database holds up neither refreshes nor reading.
try {
  parentPort?.postMessage({ result: doKeeperJob(workerData as KeeperJob) });
} catch (error) {
  parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
}
