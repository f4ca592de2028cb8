import type { SourceConfig } from '../../../src-preload/contract/index.ts';
import { requestGroup } from '../../connectors/request-group.ts';
import type { UpstreamResponse } from '../../connectors/http.ts';
import { type SharedRequest, wantsOf } from '../../connectors/shared-requests.ts';
import type { Validator } from '../../store/validators.ts';
import type { Core } from '../core.ts';
import { type Answer, Flight, type Make, type Passenger } from './flight.ts';
import type { RequestGroups } from './request-groups.ts';
import { signInKeyOf } from '../sign-in/sign-in.ts';
import type { SourceEntry } from '../source-entry.ts';

/** What the engine does for those who share. */
export interface Sharing {
  /** Whether a source would take answers that another one asks for. */
  mayShare: (entry: SourceEntry) => boolean;
  /** Starts its refresh aboard a flight, if it still would. */
  take: (entry: SourceEntry, flight: Flight) => void;
  /** Sources that waited for others to gather need to wait no longer. */
  onGathered: () => void;
}

/** How one refresh gets its answers: by calls of its own, or by those of another source that asks the same. */
export class Passage implements Passenger {
  readonly name: string;
  readonly config: SourceConfig;
  readonly signal: AbortSignal;
  readonly #flights: Flights;
  readonly #entry: SourceEntry;
  readonly #unconditional: boolean;
  #flight: Flight | null;
  #validators: readonly Validator[] | null = null;

  /** `flight`: the one that it was taken aboard of. */
  constructor(flights: Flights, entry: SourceEntry, unconditional: boolean, signal: AbortSignal, flight: Flight | null) {
    this.name = entry.config.name;
    this.config = entry.config;
    this.signal = signal;
    this.#flights = flights;
    this.#entry = entry;
    this.#unconditional = unconditional;
    this.#flight = flight;
    flight?.join(this);
  }

  /** How many other sources have been aboard. */
  get others(): number {
    return (this.#flight?.mostAboard ?? 1) - 1;
  }

  known(requestKey: string): Validator | undefined {
    if (this.#unconditional) return undefined;
    this.#validators ??= this.#flights.validatorsOf(this.#entry);
    return this.#validators.find((each) => each.request === requestKey);
  }

  /** Comes aboard of the flight of its requests, which it opens if there is none. */
  async board(): Promise<void> {
    const key = (await this.#flights.keyOf(this.#entry)) ?? `alone ${this.#entry.id}`;
    if (this.#flight?.key === key) return;
    if (this.#flight !== null) await this.#flights.leave(this.#flight, this);
    // What was pushed since a call left may be newer than its answer, and is known only to a refresh that began before.
    this.#flight = this.#flights.join(key, this, this.config.push !== undefined);
    await this.#flights.gather(this.#entry, this.#flight, this.signal);
  }

  /** The requests for all aboard, of which this source may want only some; `null`: it has its own, as all the others. */
  requests(): Promise<readonly SharedRequest[] | null> {
    return this.#aboard().requests(this);
  }

  /** The answer to a request; `shared` where others may want nothing of it. */
  ask(requestKey: string, make: Make, shared: SharedRequest | null): Promise<Answer> {
    return this.#aboard().ask(this, requestKey, make, (each) => shared === null || wantsOf(each.config, shared));
  }

  /** The answer of the probe; `null` when it is not asked. */
  async probe(make: Make | null): Promise<UpstreamResponse | null> {
    return (await this.#aboard().probe(this, make))?.response ?? null;
  }

  /** Waits for what is under way for this source alone. */
  async leave(): Promise<void> {
    this.#flights.endGathering(this.#entry);
    if (this.#flight !== null) await this.#flights.leave(this.#flight, this);
  }

  #aboard(): Flight {
    if (this.#flight === null) throw new Error('not aboard');
    return this.#flight;
  }
}

/** The flights that are under way, one for each kind of request. */
export class Flights {
  readonly #core: Pick<Core, 'store' | 'secrets' | 'environment'>;
  readonly #groups: RequestGroups;
  readonly #sharing: Sharing;
  readonly #flights = new Map<string, Flight>();
  /** Which refreshes have yet to say which sources they take along, by what these have in common. */
  readonly #gathering = new Map<SourceEntry, string>();

  constructor(core: Pick<Core, 'store' | 'secrets' | 'environment'>, groups: RequestGroups, sharing: Sharing) {
    this.#core = core;
    this.#groups = groups;
    this.#sharing = sharing;
  }

  /** The passage of a refresh that starts now. `flight`: the one that takes it along. */
  passage(entry: SourceEntry, unconditional: boolean, signal: AbortSignal, flight: Flight | null): Passage {
    if (flight === null && this.#groups.matesOf(entry).length > 0) this.#gathering.set(entry, requestGroup(entry.config));
    return new Passage(this, entry, unconditional, signal, flight);
  }

  /** Whether a source should wait for a moment, since another one is about to take it along. */
  isGathering(entry: SourceEntry): boolean {
    if (this.#gathering.size === 0) return false;
    const group = requestGroup(entry.config);
    return [...this.#gathering].some(([by, each]) => by !== entry && each === group);
  }

  endGathering(entry: SourceEntry): void {
    if (this.#gathering.delete(entry)) this.#sharing.onGathered();
  }

  validatorsOf(entry: SourceEntry): Validator[] {
    return this.#core.store.validators.of(entry.row);
  }

  /** `early`: only if no call has left. */
  join(key: string, passenger: Passenger, early: boolean): Flight {
    const there = this.#flights.get(key);
    const flight = there?.isOpen === true && !(early && there.hasLeft) ? there : new Flight(key);
    this.#flights.set(key, flight);
    flight.join(passenger);
    return flight;
  }

  async leave(flight: Flight, passenger: Passenger): Promise<void> {
    await flight.leave(passenger);
    if (flight.isEmpty && this.#flights.get(flight.key) === flight) this.#flights.delete(flight.key);
  }

  /** Takes along all sources that would get the same answers and would take them now. */
  async gather(entry: SourceEntry, flight: Flight, signal: AbortSignal): Promise<void> {
    const mates = this.#groups.matesOf(entry).filter((each) => this.#sharing.mayShare(each));
    const keys = await Promise.all(mates.map((each) => this.keyOf(each)));
    for (const [index, mate] of mates.entries()) if (keys[index] === flight.key && !signal.aborted) this.#sharing.take(mate, flight);
    this.endGathering(entry);
  }

  /** What the requests of a source and its sign-in are; `null` where a secret is missing. */
  async keyOf(entry: SourceEntry): Promise<string | null> {
    const signIn = await signInKeyOf(this.#core, entry);
    return signIn === null ? null : `${requestGroup(entry.config)} ${signIn}`;
  }
}
