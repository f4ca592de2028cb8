import { Worker } from 'node:worker_threads';
import type { ListQuery, RecordReader, RetentionQuery, WindowQuery } from './reader.ts';

export type ReaderQuestion =
  | { id: number; kind: 'window'; query: WindowQuery }
  | { id: number; kind: 'list'; query: ListQuery }
  | { id: number; kind: 'retention'; query: RetentionQuery };
export type ReaderAnswer = { id: number; result: unknown } | { id: number; error: string };

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

/** Asks the reading thread. A thread that died is started again with the next question. */
export class ReaderClient {
  readonly #worker: URL;
  readonly #file: string;
  readonly #waiting = new Map<number, Waiting>();
  #thread: Worker | null = null;
  #lastId = 0;

  /** `file` must be a database that has been opened for writing before, so that its schema is there. */
  constructor(worker: URL, file: string) {
    this.#worker = worker;
    this.#file = file;
  }

  window(query: WindowQuery): Promise<ReturnType<RecordReader['window']>> {
    return this.#ask({ id: (this.#lastId += 1), kind: 'window', query }) as Promise<ReturnType<RecordReader['window']>>;
  }

  list(query: ListQuery): Promise<ReturnType<RecordReader['list']>> {
    return this.#ask({ id: (this.#lastId += 1), kind: 'list', query }) as Promise<ReturnType<RecordReader['list']>>;
  }

  retention(query: RetentionQuery): Promise<ReturnType<RecordReader['retention']>> {
    return this.#ask({ id: (this.#lastId += 1), kind: 'retention', query }) as Promise<ReturnType<RecordReader['retention']>>;
  }

  async stop(): Promise<void> {
    const thread = this.#thread;
    this.#thread = null;
    await thread?.terminate();
    this.#rejectAll(new Error('Freshet ends.'));
  }

  #ask(question: ReaderQuestion): Promise<unknown> {
    const thread = (this.#thread ??= this.#start());
    return new Promise((resolve, reject) => {
      this.#waiting.set(question.id, { resolve, reject });
      thread.postMessage(question);
    });
  }

  #start(): Worker {
    const thread = new Worker(this.#worker, { workerData: { file: this.#file }, name: 'freshet reader' });
    thread.on('message', (answer: ReaderAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ('error' in answer) waiting?.reject(new Error(answer.error));
      else waiting?.resolve(answer.result);
    });
    const lost = (error: Error) => {
      if (this.#thread !== thread) return;
      this.#thread = null;
      this.#rejectAll(error);
    };
    thread.on('error', lost);
    thread.on('exit', () => lost(new Error('The reading thread ended.')));
    return thread;
  }

  #rejectAll(error: Error): void {
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}
