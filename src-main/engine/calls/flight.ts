import type { SourceConfig } from '../../../src-preload/contract/index.ts';
import type { UpstreamResponse } from '../../connectors/http.ts';
import { type SharedRequest, sharedRequests } from '../../connectors/shared-requests.ts';
import type { Validator } from '../../store/validators.ts';
import { isSameAnswer } from '../decide/conditions.ts';

/** A source whose refresh takes its answers from a flight. */
export interface Passenger {
  name: string;
  config: SourceConfig;
  /** Aborted when its own refresh is stopped. */
  signal: AbortSignal;
  /** What it has stored of the answer to a request; `undefined` where it wants the whole answer. */
  known: (requestKey: string) => Validator | undefined;
}

/** Makes a call. `condition`: the answer that it may say nothing has changed since. */
export type Make = (condition: Validator | undefined, signal: AbortSignal) => Promise<UpstreamResponse>;

/** An answer, who asked for it, and under which condition. */
export interface Answer {
  response: UpstreamResponse;
  condition: Validator | undefined;
  by: Passenger;
}

interface Asked {
  by: Passenger;
  answer: Promise<Answer>;
  /** Who may still take it. */
  takers: Set<Passenger>;
}

/** Gives what the promise gives, or throws the signal's reason as soon as that is aborted. */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Whether an error is nothing but the stop of somebody's refresh. */
const hasStopped = ({ signal }: Passenger, error: unknown) => signal.aborted && error === signal.reason;

/**
 * The calls of one refresh, whose answers several sources take. The first passenger makes the calls and pays for them;
 * when it has left, the next one does. A call goes on for as long as anybody is aboard.
 */
export class Flight {
  readonly key: string;
  readonly #passengers = new Set<Passenger>();
  readonly #asked = new Map<string, Asked>();
  readonly #abort = new AbortController();
  /** The requests for all who were aboard when the first one began; `null`: everybody has the same ones of its own. */
  #requests: readonly SharedRequest[] | null | undefined;
  /** Whether the first passenger asked its probe: `undefined` until that is known, `null` when it did not. */
  #probed: Pick<Asked, 'by' | 'answer'> | null | undefined;
  #news = Promise.withResolvers<null>();
  #isOpen = true;
  #mostAboard = 0;

  /** `key` identifies the requests, with the sign-in. */
  constructor(key: string) {
    this.key = key;
  }

  /** Whether one may still come aboard without missing an answer. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Whether a call has left. */
  get hasLeft(): boolean {
    return this.#asked.size > 0 || !this.#isOpen;
  }

  get isEmpty(): boolean {
    return this.#passengers.size === 0;
  }

  /** The name of the source that makes the calls. */
  get leader(): string {
    return this.#first()?.name ?? '';
  }

  /** How many passengers it has had at once. */
  get mostAboard(): number {
    return this.#mostAboard;
  }

  join(passenger: Passenger): void {
    this.#passengers.add(passenger);
    this.#mostAboard = Math.max(this.#mostAboard, this.#passengers.size);
    for (const { takers } of this.#asked.values()) takers.add(passenger);
  }

  /** Resolves when nothing is under way that only this passenger waited for. */
  async leave(passenger: Passenger): Promise<void> {
    if (!this.#passengers.delete(passenger)) return;
    const underWay = [...this.#asked.values()].map((asked) => asked.answer);
    if (this.#probed !== undefined && this.#probed !== null) underWay.push(this.#probed.answer);
    for (const key of this.#asked.keys()) this.#taken(key, passenger);
    this.#tell();
    if (!this.isEmpty) return;
    this.#isOpen = false;
    this.#abort.abort(passenger.signal.aborted ? passenger.signal.reason : new Error('nobody waits for it'));
    await Promise.allSettled(underWay);
  }

  /**
   * The answer to a request. The first passenger makes the call, under a condition only if that is right for all; the
   * others wait for it. `isWantedBy`: who else takes it. Throws what the call throws, or the reason of the passenger's signal.
   */
  async ask(passenger: Passenger, key: string, make: Make, isWantedBy: (each: Passenger) => boolean = () => true): Promise<Answer> {
    await this.#untilFoundOrFirst(passenger, () => this.#asked.has(key));
    const asked = this.#asked.get(key) ?? this.#begin(passenger, key, make, isWantedBy);
    try {
      const answer = await orAborted(asked.answer, passenger.signal);
      const known = passenger.known(key);
      const isRight = answer.response.status !== 304 || answer.by === passenger || isSameAnswer(known, answer.condition);
      if (isRight) return answer;
    } catch (error) {
      if (!hasStopped(asked.by, error) || passenger.signal.aborted) throw error;
      // Whoever asked was stopped before the call had left, as when it was signing in.
      if (this.#asked.get(key) === asked) this.#asked.delete(key);
      return await this.ask(passenger, key, make, isWantedBy);
    } finally {
      this.#taken(key, passenger);
    }
    // That nothing changed was said to somebody who has stored another answer.
    const condition = passenger.known(key);
    return { response: await make(condition, passenger.signal), condition, by: passenger };
  }

  /**
   * The requests that bring what all passengers want, where these differ; from now on nobody else can come aboard.
   * `null` where everybody sends the same.
   */
  async requests(passenger: Passenger): Promise<readonly SharedRequest[] | null> {
    await this.#untilFoundOrFirst(passenger, () => this.#requests !== undefined);
    if (this.#requests === undefined) {
      const others = [...this.#passengers].filter((each) => each !== passenger).map((each) => each.config);
      this.#requests = sharedRequests([passenger.config, ...others]);
      if (this.#requests !== null) this.#isOpen = false;
      this.#tell();
    }
    return this.#requests;
  }

  /**
   * The answer of the probe, which the first passenger alone asks, for all; `null` when it did without. `make` is `null`
   * where this passenger would do without.
   */
  async probe(passenger: Passenger, make: Make | null): Promise<Answer | null> {
    await this.#untilFoundOrFirst(passenger, () => this.#probed !== undefined);
    if (this.#probed === undefined) {
      this.#probed = make === null ? null : { by: passenger, answer: this.#call(passenger, undefined, make) };
      this.#tell();
    }
    const probed = this.#probed;
    if (probed === null || make === null) return null;
    try {
      return await orAborted(probed.answer, passenger.signal);
    } catch (error) {
      if (!hasStopped(probed.by, error) || passenger.signal.aborted) throw error;
      if (this.#probed === probed) this.#probed = undefined;
      return await this.probe(passenger, make);
    }
  }

  #begin(passenger: Passenger, key: string, make: Make, isWantedBy: (each: Passenger) => boolean): Asked {
    const condition = passenger.known(key);
    const takers = new Set([...this.#passengers].filter(isWantedBy));
    const isForAll = [...takers].every((each) => isSameAnswer(each.known(key), condition));
    const asked = { by: passenger, answer: this.#call(passenger, isForAll ? condition : undefined, make), takers };
    this.#asked.set(key, asked);
    this.#tell();
    return asked;
  }

  #call(by: Passenger, condition: Validator | undefined, make: Make): Promise<Answer> {
    const answer = make(condition, this.#abort.signal).then((response) => ({ response, condition, by }));
    // Everybody who waited for it may have left.
    answer.catch(() => undefined);
    return answer;
  }

  /** An answer is kept for as long as somebody may still take it. */
  #taken(key: string, passenger: Passenger): void {
    const asked = this.#asked.get(key);
    if (asked === undefined) return;
    asked.takers.delete(passenger);
    if (asked.takers.size > 0) return;
    this.#asked.delete(key);
    this.#isOpen = false;
  }

  async #untilFoundOrFirst(passenger: Passenger, isFound: () => boolean): Promise<void> {
    while (!isFound() && this.#first() !== passenger) await orAborted(this.#news.promise, passenger.signal);
  }

  #first(): Passenger | undefined {
    return this.#passengers.values().next().value;
  }

  #tell(): void {
    this.#news.resolve(null);
    this.#news = Promise.withResolvers();
  }
}
