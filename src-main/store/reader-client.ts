import { Worker } from 'node:worker_threads';
import { QUERY_LIMIT_MS, QueryTimeout } from './query-limit.ts';
import type { ListQuery, RecordReader, RetentionQuery, WindowQuery } from './reader.ts';
import type { SearchQuery } from './record-search.ts';
import type { SearchOfSources, searchOfSources, SourceAnswer, SourceRead } from './source-reads.ts';

type QueryOf<Kind extends SourceRead['kind']> = Extract<SourceRead, { kind: Kind }>['query'];

type Ask =
  | { kind: 'window'; query: WindowQuery }
  | { kind: 'list'; query: ListQuery }
  | { kind: 'search'; query: SearchQuery }
  | { kind: 'retention'; query: RetentionQuery }
  | { kind: 'of-source'; sourceId: string; read: SourceRead }
  | { kind: 'search-of'; query: SearchOfSources };
export type ReaderQuestion = Ask & { id: number };
export type ReaderAnswer = { id: number; result: unknown } | { id: number; error: string; timedOut: boolean };

interface Waiting {
  question: ReaderQuestion;
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

/** How much longer than its limit a query may take to end itself, milliseconds. */
const GRACE_MS = 1_000;

/**
 * Asks the reading thread, one question at a time. A query that takes too long ends itself; one that does not is left
 * behind with its thread, and a new thread answers the questions that wait. A thread that died is started again too.
 */
export class ReaderClient {
  readonly #worker: URL;
  readonly #file: string;
  readonly #limitMs: number;
  readonly #graceMs: number;
  readonly #waiting: Waiting[] = [];
  #asked: Waiting | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #thread: Worker | null = null;
  /** The thread has opened the database: what is asked from now on is under its limit. */
  #isReady = false;
  #lastId = 0;
  #stopped = false;

  /** `file` must be a database that has been opened for writing before, so that its schema is there. Limits are milliseconds. */
  constructor(worker: URL, file: string, limitMs = QUERY_LIMIT_MS, graceMs = GRACE_MS) {
    this.#worker = worker;
    this.#file = file;
    this.#limitMs = limitMs;
    this.#graceMs = graceMs;
  }

  /** Rejects with `QueryTimeout` when it takes too long, as all questions do. */
  window(query: WindowQuery): Promise<ReturnType<RecordReader['window']>> {
    return this.#ask({ kind: 'window', query }) as Promise<ReturnType<RecordReader['window']>>;
  }

  list(query: ListQuery): Promise<ReturnType<RecordReader['list']>> {
    return this.#ask({ kind: 'list', query }) as Promise<ReturnType<RecordReader['list']>>;
  }

  search(query: SearchQuery): Promise<ReturnType<RecordReader['search']>> {
    return this.#ask({ kind: 'search', query }) as Promise<ReturnType<RecordReader['search']>>;
  }

  retention(query: RetentionQuery): Promise<ReturnType<RecordReader['retention']>> {
    return this.#ask({ kind: 'retention', query }) as Promise<ReturnType<RecordReader['retention']>>;
  }

  /** By the id of a source, as those that follow. */
  listOf(id: string, query: QueryOf<'list'>): Promise<SourceAnswer<ReturnType<RecordReader['list']>>> {
    return this.#ofSource(id, { kind: 'list', query });
  }

  windowOf(id: string, query: QueryOf<'window'>): Promise<SourceAnswer<ReturnType<RecordReader['window']>>> {
    return this.#ofSource(id, { kind: 'window', query });
  }

  recordOf(id: string, query: QueryOf<'record'>): Promise<SourceAnswer<ReturnType<RecordReader['record']>>> {
    return this.#ofSource(id, { kind: 'record', query });
  }

  changesOf(id: string, query: QueryOf<'changes'>): Promise<SourceAnswer<ReturnType<RecordReader['changes']>>> {
    return this.#ofSource(id, { kind: 'changes', query });
  }

  /** `null` when there is no such source. */
  searchOf(query: SearchOfSources): Promise<ReturnType<typeof searchOfSources>> {
    return this.#ask({ kind: 'search-of', query }) as Promise<ReturnType<typeof searchOfSources>>;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    const thread = this.#thread;
    this.#thread = null;
    const ended = new Error('Freshet ends.');
    this.#asked?.reject(ended);
    this.#asked = null;
    for (const waiting of this.#waiting.splice(0)) waiting.reject(ended);
    await thread?.terminate();
  }

  #ofSource<T>(sourceId: string, read: SourceRead): Promise<SourceAnswer<T>> {
    return this.#ask({ kind: 'of-source', sourceId, read }) as Promise<SourceAnswer<T>>;
  }

  #ask(ask: Ask): Promise<unknown> {
    if (this.#stopped) return Promise.reject(new Error('Freshet ends.'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ question: { ...ask, id: (this.#lastId += 1) }, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    if (this.#asked !== null || this.#stopped) return;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    this.#asked = next;
    this.#thread ??= this.#start();
    if (this.#isReady) this.#setTimer();
    this.#thread.postMessage(next.question);
  }

  #setTimer(): void {
    this.#timer = setTimeout(() => this.#leaveThread(), this.#limitMs + this.#graceMs);
  }

  /** The question that was asked is over, in one way or the other. */
  #settle(settle: (asked: Waiting) => void): void {
    clearTimeout(this.#timer);
    const asked = this.#asked;
    this.#asked = null;
    if (asked !== null) settle(asked);
    this.#next();
  }

  /** SQLite cannot be stopped from outside, so the thread ends when its query does; nobody waits for that. */
  #leaveThread(): void {
    const thread = this.#thread;
    this.#thread = null;
    void thread?.terminate();
    this.#settle((asked) => asked.reject(new QueryTimeout(this.#limitMs)));
  }

  #start(): Worker {
    const thread = new Worker(this.#worker, { workerData: { file: this.#file, limitMs: this.#limitMs }, name: 'freshet reader' });
    this.#isReady = false;
    thread.on('message', (answer: ReaderAnswer | 'ready') => {
      if (this.#thread !== thread) return;
      if (answer === 'ready') {
        this.#isReady = true;
        if (this.#asked !== null) this.#setTimer();
        return;
      }
      if (this.#asked?.question.id !== answer.id) return;
      this.#settle(({ resolve, reject }) => {
        if ('result' in answer) resolve(answer.result);
        else reject(answer.timedOut ? new QueryTimeout(this.#limitMs) : new Error(answer.error));
      });
    });
    const lost = (error: Error) => {
      if (this.#thread !== thread) return;
      this.#thread = null;
      this.#settle((asked) => asked.reject(error));
    };
    thread.on('error', (error) => lost(error instanceof Error ? error : new Error(String(error))));
    thread.on('exit', () => lost(new Error('The reading thread ended.')));
    return thread;
  }
}
