import type { SqlSchema } from '../../src-preload/contract/index.ts';
import type {
  FromQueryProcess,
  QueryFailure,
  QueryQuestion,
  RunAnswer,
  RunQuestion,
  ToQueryProcess,
} from '../store/query/query-messages.ts';
import type { ViewClock } from './clock.ts';

/** A process that runs queries, as whoever can start one hands it over. */
export interface QueryChild {
  post(message: ToQueryProcess): void;
  /** Ends it at once, whatever it does. `onExit` is called after. */
  kill(): void;
  onMessage(listener: (message: FromQueryProcess) => void): void;
  /** `why` says more where it could not be started. */
  onExit(listener: (why: string | null) => void): void;
}

export interface PoolOptions {
  clock: ViewClock;
  /** Starts a process. */
  fork: () => QueryChild;
  file: string;
  /** How long a query may take, milliseconds. */
  limitMs: number;
  size?: number;
  /** The most memory that a process may take, bytes. */
  mostMemory?: number;
}

/** A query was not answered: it is wrong, took too long, or could not be run. */
export class QueryError extends Error {
  override name = 'QueryError';
  readonly failure: QueryFailure;

  constructor(failure: QueryFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

interface Waiting {
  question: QueryQuestion;
  isUrgent: boolean;
  resolve: (answer: RunAnswer | SqlSchema) => void;
  reject: (error: Error) => void;
}

interface Slot {
  child: QueryChild | null;
  isReady: boolean;
  asked: (Waiting & { id: number }) | null;
  cancelTimer: (() => void) | null;
  /** Processes in a row that ended before they could be asked. */
  failedStarts: number;
  /** Until when no other is started after that, milliseconds since the epoch. */
  restsUntil: number;
  whyUnable: string;
}

const MOST_MEMORY = 1_024 * 1_048_576;

/** How long a process may take to be ready, milliseconds. */
const START_MS = 15_000;
/** How long an end waits for them, milliseconds. */
const STOP_MS = 1_000;
const MOST_FAILED_STARTS = 3;
const REST_MS = 30_000;
const ENDED = 'Freshet ends.';

/**
 * Runs queries in processes of their own, each in one at a time. A query that takes too long is ended by killing its
 * process, which is the one way to end what SQLite does; another process takes its place at once. There are two, so that
 * one slow query does not hold up the others.
 */
export class QueryPool {
  readonly #options: PoolOptions;
  readonly #slots: Slot[];
  readonly #waiting: Waiting[] = [];
  #lastId = 0;
  #killed = 0;
  #stopped = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#slots = Array.from({ length: options.size ?? 2 }, () => ({
      child: null,
      isReady: false,
      asked: null,
      cancelTimer: null,
      failedStarts: 0,
      restsUntil: -Infinity,
      whyUnable: '',
    }));
  }

  /** How many processes were ended because their query took too long. */
  get killed(): number {
    return this.#killed;
  }

  /** Starts the processes, so that the first query need not wait for them. */
  warmUp(): void {
    for (const slot of this.#slots) this.#start(slot);
  }

  /** `isUrgent`: somebody waits for it, so it goes before those that nobody waits for. Rejects with `QueryError`. */
  run(question: RunQuestion, isUrgent: boolean): Promise<RunAnswer> {
    return this.#ask(question, isUrgent) as Promise<RunAnswer>;
  }

  /** What SQL can read. Rejects with `QueryError`. */
  schema(question: Omit<RunQuestion, 'kind' | 'query' | 'values'>): Promise<SqlSchema> {
    return this.#ask({ kind: 'schema', ...question }, true) as Promise<SqlSchema>;
  }

  /** Ends all processes; resolves when they have let go of the database, or after a second. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const { reject } of this.#waiting.splice(0)) reject(new Error(ENDED));
    const ended = this.#slots.flatMap((slot) => {
      this.#settle(slot, ({ reject }) => reject(new Error(ENDED)));
      const { child } = slot;
      slot.child = null;
      if (child === null) return [];
      const gone = new Promise<void>((resolve) => child.onExit(() => resolve()));
      child.kill();
      return [gone];
    });
    await new Promise<void>((resolve) => {
      const cancel = this.#options.clock.after(STOP_MS, resolve);
      void Promise.all(ended).then(() => {
        cancel();
        resolve();
      });
    });
  }

  #ask(question: QueryQuestion, isUrgent: boolean): Promise<RunAnswer | SqlSchema> {
    if (this.#stopped) return Promise.reject(new Error(ENDED));
    return new Promise((resolve, reject) => {
      const firstPatient = isUrgent ? this.#waiting.findIndex((each) => !each.isUrgent) : -1;
      this.#waiting.splice(firstPatient < 0 ? this.#waiting.length : firstPatient, 0, { question, isUrgent, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    if (this.#stopped) return;
    // A process that is ready answers sooner than one that has to be started.
    const free = this.#slots.filter(({ asked }) => asked === null).sort((a, b) => Number(b.isReady) - Number(a.isReady));
    for (const slot of free) {
      if (this.#waiting.length === 0) return;
      if (!this.#start(slot)) continue;
      const next = this.#waiting.shift();
      if (next === undefined) return;
      slot.asked = { ...next, id: (this.#lastId += 1) };
      if (slot.isReady) this.#send(slot);
    }
    const isAnyLeft = this.#slots.some(({ child }) => child !== null);
    if (isAnyLeft) return;
    const why = this.#slots[0]?.whyUnable ?? '';
    for (const { reject } of this.#waiting.splice(0)) {
      reject(
        new QueryError({
          message: `The process that runs queries cannot be started${why === '' ? '' : `: ${why}`}.`,
          advice: 'Freshet tries again in half a minute. If it stays so, restart it; freshet.log tells more.',
        }),
      );
    }
  }

  /** Sees to it that there is a process; whether there is one. */
  #start(slot: Slot): boolean {
    const { clock, fork, file, limitMs, mostMemory = MOST_MEMORY } = this.#options;
    if (slot.child !== null) return true;
    if (this.#stopped || clock.now() < slot.restsUntil) return false;
    const child = fork();
    slot.child = child;
    slot.isReady = false;
    child.onMessage((message) => {
      if (slot.child === child) this.#heard(slot, message);
    });
    child.onExit((why) => {
      if (slot.child === child) this.#exited(slot, why);
    });
    slot.cancelTimer = clock.after(START_MS, () => child.kill());
    child.post({ type: 'open', file, limitMs, mostMemory });
    return true;
  }

  #send(slot: Slot): void {
    const { clock, limitMs } = this.#options;
    if (slot.asked === null) return;
    slot.child?.post({ type: 'ask', id: slot.asked.id, question: slot.asked.question });
    slot.cancelTimer = clock.after(limitMs, () => this.#kill(slot));
  }

  #heard(slot: Slot, message: FromQueryProcess): void {
    if (message.type === 'unable') {
      slot.whyUnable = message.message;
      slot.child?.kill();
      return;
    }
    if (message.type === 'ready') {
      slot.isReady = true;
      slot.failedStarts = 0;
      slot.cancelTimer?.();
      this.#send(slot);
      return;
    }
    if (slot.asked?.id !== message.id) return;
    this.#settle(slot, ({ resolve, reject }) => {
      if (message.type === 'answer') resolve(message.answer);
      else reject(new QueryError(message.failure));
    });
    this.#next();
  }

  #kill(slot: Slot): void {
    const { limitMs } = this.#options;
    this.#killed += 1;
    const { child } = slot;
    slot.child = null;
    slot.isReady = false;
    child?.kill();
    this.#settle(slot, ({ reject }) =>
      reject(
        new QueryError({
          message: `This query took longer than ${limitMs / 1000} s, so it was ended.`,
          advice: 'Read fewer records, for example by a time range, or group them less finely.',
        }),
      ),
    );
    this.#start(slot);
    this.#next();
  }

  #exited(slot: Slot, why: string | null): void {
    const wasReady = slot.isReady;
    slot.child = null;
    slot.isReady = false;
    if (why !== null) slot.whyUnable = why;
    if (wasReady) {
      this.#settle(slot, ({ reject }) =>
        reject(
          new QueryError({
            message: 'The process that ran this query ended.',
            advice: 'It probably needed too much memory. Read fewer records, or return fewer and shorter values.',
          }),
        ),
      );
    } else {
      slot.cancelTimer?.();
      slot.failedStarts += 1;
      // What was to be asked there is asked elsewhere.
      const { asked } = slot;
      slot.asked = null;
      if (asked !== null) this.#waiting.unshift(asked);
      if (slot.failedStarts >= MOST_FAILED_STARTS) {
        slot.failedStarts = 0;
        slot.restsUntil = this.#options.clock.now() + REST_MS;
      }
    }
    if (!this.#stopped) this.#start(slot);
    this.#next();
  }

  /** What was asked is over, in one way or the other. */
  #settle(slot: Slot, settle: (asked: Waiting) => void): void {
    slot.cancelTimer?.();
    slot.cancelTimer = null;
    const { asked } = slot;
    slot.asked = null;
    if (asked !== null) settle(asked);
  }
}
