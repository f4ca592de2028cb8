import { Worker } from 'node:worker_threads';
import type { KeeperJob, KeeperResults } from './keeper-job.ts';

type Answer = { result: unknown } | { error: string };

/** Has work on whole databases done in threads of their own. */
export class KeeperClient {
  readonly #worker: URL;
  readonly #running = new Set<Worker>();

  constructor(worker: URL) {
    this.#worker = worker;
  }

  /** Rejects with an `Error` in words when the work could not be done, or was given up by `stop`. */
  run<J extends KeeperJob>(job: J): Promise<KeeperResults[J['kind']]> {
    const thread = new Worker(this.#worker, { workerData: job, name: 'freshet keeper' });
    this.#running.add(thread);
    return new Promise((resolve, reject) => {
      thread.on('message', (answer: Answer) => {
        if ('error' in answer) reject(new Error(answer.error));
        else resolve(answer.result as KeeperResults[J['kind']]);
      });
      thread.on('error', (error: unknown) => reject(error instanceof Error ? error : new Error(String(error))));
      thread.on('exit', () => {
        this.#running.delete(thread);
        reject(new Error('Freshet ends.'));
      });
    });
  }

  /** Gives up what runs. A backup that is not finished is removed at the next start. */
  stop(): void {
    for (const thread of this.#running) void thread.terminate();
  }
}
