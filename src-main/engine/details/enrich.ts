import type { EnrichmentConfig, EnrichmentStatus } from '../../../src-preload/contract/index.ts';
import type { EnrichmentState } from '../../store/enrichments.ts';
import { storeFailure } from '../../store/store-failure.ts';
import type { Core } from '../core.ts';
import type { Surroundings } from '../decide/decide.ts';
import { decideEnrichment, type EnrichmentVerdict } from './enrich-decide.ts';
import { type Enriched, enrichmentFactsOf, enrichmentStatusOf, openRequests, takeInRecords } from './enrich-entry.ts';
import { type DetailRunEnd, enrichmentAfter } from './enrich-learn.ts';
import { type OpenRequest, runDetails } from './enrich-run.ts';
import { DetailLogs, type EnrichmentShare } from './enrich-share.ts';
import { Cancelled } from '../refresh/refresh.ts';
import type { SourceEntry } from '../source-entry.ts';

/** How long answers to a request that fell out of the settings are remembered, milliseconds. */
const REMEMBERED_MS = 30 * 86_400_000;

/** So many records that were looked at are remembered for each source. */
const MOST_LOOKED = 100;

/** So many sources fetch details at the same time. */
const MOST_AT_ONCE = 4;

/** After the start, sources begin one after the other within this. */
const HERD_MS = 30_000;

/** After the database refused. */
const STORE_REST_MS = 60_000;

/** Fetches the details of records that listings do not hold: asks `decideEnrichment` for every source whenever something may have changed. */
export class Enrichment {
  readonly #core: Core;
  readonly #around: () => Surroundings;
  readonly #onChange: (entry: SourceEntry) => void;
  readonly #logs: DetailLogs;
  readonly #enriched = new Map<string, Enriched>();
  #runs = 0;
  #stopped = false;

  /** `onChange` is called when what `status` says of a source has changed. */
  constructor(core: Core, around: () => Surroundings, onChange: (entry: SourceEntry) => void) {
    this.#core = core;
    this.#around = around;
    this.#onChange = onChange;
    this.#logs = new DetailLogs(core.store);
  }

  /** Takes up all sources, at the start. */
  open(): void {
    const { store, clock, entries } = this.#core;
    store.enrichments.tidy(clock.now() - REMEMBERED_MS);
    for (const entry of entries.values()) this.#open(entry, Math.round(HERD_MS * entry.share));
  }

  /** The settings of a source may have changed, or the source is new. No run of it may be under way. */
  settingsChanged(entry: SourceEntry): void {
    if (this.#enriched.get(entry.id)?.settings === entry.config) return;
    this.#open(entry, 0);
    // Who shares a key with whom may have changed.
    this.#logs.forget();
    for (const each of this.#enriched.values()) each.share = this.#shareOf(each.entry, each.config);
  }

  removed(id: string): void {
    this.#enriched.delete(id);
  }

  #open(entry: SourceEntry, delayMs: number): void {
    const { store, clock } = this.#core;
    const { config: settings } = entry;
    const { enrichment: config } = settings;
    const now = clock.now();
    const before = this.#enriched.get(entry.id);
    before?.running?.abort.abort(new Cancelled('the settings of the source changed'));
    this.#enriched.delete(entry.id);
    const requests = openRequests(this.#core, entry);
    if (config === undefined || requests.length === 0) return;
    let state = store.enrichments.state(entry.row);
    // What was in the way belonged to the settings before; what the server said did not.
    if (before !== undefined && state.rest?.kind !== 'server-said-wait') state = { ...state, rest: null, failures: 0, failure: null };
    this.#enriched.set(entry.id, {
      entry,
      settings,
      config,
      requests,
      state,
      share: this.#shareOf(entry, config),
      running: null,
      nextRunAt: now + delayMs,
      looked: before?.looked ?? [],
      counts: [],
      countedVersion: null,
      nextTryAt: null,
      verdict: null,
    });
  }

  #shareOf(entry: SourceEntry, config: EnrichmentConfig): EnrichmentShare {
    const { entries, clock } = this.#core;
    return this.#logs.shareOf(entry, entries.values(), config.sharePercent, clock.now());
  }

  // ---- what is due

  /** Judges a source anew: its records, its obstacles or the time may have changed. */
  judge(entry: SourceEntry): void {
    const each = this.#enriched.get(entry.id);
    if (each !== undefined) this.#judge(each);
  }

  judgeAll(): void {
    for (const each of this.#enriched.values()) this.#judge(each);
  }

  /** When something of it is due next, milliseconds since the epoch; `Infinity` for nothing. */
  nextAt(): number {
    let next = Infinity;
    // One that may begin waits for a place, which is not a matter of time.
    for (const { verdict, running } of this.#enriched.values())
      if (verdict !== null && !verdict.fetches && running === null) next = Math.min(next, verdict.nextAt);
    return next;
  }

  tick(now: number): void {
    for (const each of this.#enriched.values()) {
      if (each.running === null && each.verdict !== null && each.verdict.nextAt <= now) this.#judge(each);
    }
  }

  #judge(each: Enriched): void {
    if (this.#stopped) return;
    const now = this.#core.clock.now();
    if (each.running === null && (each.countedVersion !== each.entry.state.version || (each.nextTryAt !== null && each.nextTryAt <= now)))
      this.#takeIn(each, now);
    const before = each.verdict;
    const verdict = this.#verdict(each, now);
    each.verdict = verdict;
    if (verdict.fetches && each.running === null && this.#runs < MOST_AT_ONCE) this.#start(each, now);
    else if (before?.reason !== verdict.reason || before.nextAt !== verdict.nextAt) this.#onChange(each.entry);
  }

  /** A disk that is full lets the details rest; they are counted again with the next try. */
  #takeIn(each: Enriched, now: number): void {
    try {
      takeInRecords(this.#core, each, now);
    } catch (error) {
      const failure = storeFailure(error);
      if (failure === null) throw error;
      each.state = { ...each.state, failure, rest: { kind: 'backing-off', until: now + STORE_REST_MS } };
    }
  }

  #verdict(each: Enriched, now: number): EnrichmentVerdict {
    return decideEnrichment(enrichmentFactsOf(this.#core, each, now), this.#around(), now);
  }

  // ---- runs

  #start(each: Enriched, now: number): void {
    const { entry, config, requests, share } = each;
    const abort = new AbortController();
    const running = { abort, ended: Promise.resolve() };
    this.#runs += 1;
    each.running = running;
    each.nextRunAt = now + config.everySeconds * 1000;
    const run = runDetails(this.#core, {
      entry,
      requests,
      share,
      looked: each.looked,
      mostCalls: config.callsPerRun,
      signal: abort.signal,
      mayGoOn: () => this.#verdict(each, this.#core.clock.now()).fetches,
      onStored: (request, answered, failed) => this.#follow(each, request, answered, failed),
    });
    running.ended = run.then((end) => {
      this.#runs -= 1;
      each.running = null;
      if (this.#enriched.get(entry.id) === each) this.#ended(each, end, abort.signal.aborted);
      this.#fillPlaces();
    });
    this.#onChange(entry);
  }

  #ended(each: Enriched, end: DetailRunEnd, isInterrupted: boolean): void {
    const { clock, random, log } = this.#core;
    const now = clock.now();
    each.state = enrichmentAfter(each.state, end, now, random);
    if (end.stop !== null) log.warn({ source: each.entry.id, code: end.stop.error.failure.code }, 'details rest');
    this.#saveState(each);
    each.countedVersion = null;
    // The settings that it was interrupted for are about to change.
    if (isInterrupted) each.nextRunAt = now + each.config.everySeconds * 1000;
    this.#judge(each);
    this.#onChange(each.entry);
  }

  /** Begins what waited for a place among the running. */
  #fillPlaces(): void {
    for (const each of this.#enriched.values()) if (each.running === null && each.verdict?.fetches === true) this.#judge(each);
  }

  /** While a run is under way the counts follow it; at its end the records are counted anew. */
  #follow(each: Enriched, request: OpenRequest, answered: number, failed: number): void {
    const counts = each.counts[each.requests.indexOf(request)];
    if (counts === undefined) return;
    counts.answered += answered;
    counts.waiting -= answered;
    counts.due -= answered + failed;
    this.#onChange(each.entry);
  }

  /** A disk that is full keeps it in memory only, which says the same until the next start. */
  #saveState({ entry, state }: Enriched): void {
    try {
      this.#core.store.enrichments.saveState(entry.row, state);
    } catch (error) {
      this.#core.log.error({ source: entry.id }, storeFailure(error)?.message ?? String(error));
    }
  }

  /** Ends the run of a source before its settings change; what it received is stored. */
  async interrupt(entry: SourceEntry): Promise<void> {
    const running = this.#enriched.get(entry.id)?.running ?? null;
    running?.abort.abort(new Cancelled('the settings of the source change'));
    await running?.ended;
  }

  /** Ends all runs and waits until what they received is stored. */
  async stopAll(): Promise<void> {
    this.#stopped = true;
    const running = [...this.#enriched.values()].flatMap((each) => each.running ?? []);
    for (const each of running) each.abort.abort(new Cancelled('Freshet ends'));
    await Promise.all(running.map((each) => each.ended));
  }

  // ---- what users do

  pause(entry: SourceEntry): void {
    this.#set(entry, (state) => ({ ...state, paused: true }));
  }

  /** Ends the pause, and any rest but the one that the server asked for, and begins at once. */
  resume(entry: SourceEntry): void {
    const each = this.#enriched.get(entry.id);
    if (each !== undefined) each.nextRunAt = this.#core.clock.now();
    this.#set(entry, (state) => ({
      ...state,
      paused: false,
      rest: state.rest?.kind === 'server-said-wait' ? state.rest : null,
      failures: 0,
    }));
  }

  #set(entry: SourceEntry, change: (state: EnrichmentState) => EnrichmentState): void {
    const each = this.#enriched.get(entry.id);
    if (each === undefined) return;
    each.state = change(each.state);
    this.#core.store.enrichments.saveState(entry.row, each.state);
    this.#judge(each);
    this.#onChange(entry);
  }

  /** Somebody looks at a record: it comes first. Whether details of it are still to be fetched; `null` when there is no such record. */
  looked(entry: SourceEntry, recordId: string): boolean | null {
    const each = this.#enriched.get(entry.id);
    const rows = each?.requests.map((request) => request.row) ?? [];
    const isWaiting = this.#core.store.enrichments.isWaiting(entry.row, recordId, rows);
    if (each !== undefined && isWaiting === true)
      each.looked = [recordId, ...each.looked.filter((id) => id !== recordId)].slice(0, MOST_LOOKED);
    return isWaiting;
  }

  clockMovedBack(byMs: number, now: number): void {
    for (const each of this.#enriched.values()) {
      const { rest } = each.state;
      // Lengths of time stay what they were.
      if (rest !== null) each.state = { ...each.state, rest: { ...rest, until: rest.until - byMs } };
      each.nextRunAt -= byMs;
      each.countedVersion = null;
      each.share.clockMovedBack(now);
    }
  }

  /** How the details of a source stand; `null` where it has none. */
  status(entry: SourceEntry, now: number): EnrichmentStatus | null {
    const each = this.#enriched.get(entry.id);
    if (each === undefined) return null;
    return enrichmentStatusOf(this.#core, each, this.#verdict(each, now), now);
  }
}
