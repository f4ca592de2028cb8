import type { Failure, Trigger } from '../../../src-preload/contract/index.ts';
import { toIso } from '../../../src-preload/contract/index.ts';
import { storeFailure } from '../../store/store-failure.ts';
import type { RefreshResult } from '../../store/refreshes.ts';
import { backoffMs, withJitter } from '../decide/backoff.ts';
import type { Core } from '../core.ts';
import type { Flight } from '../calls/flight.ts';
import type { Flights } from '../calls/flights.ts';
import { stateAfter } from '../decide/learn.ts';
import { ledgerFor } from '../calls/ledger.ts';
import { Cancelled, newRefreshId, type RefreshEnd, runRefresh } from './refresh.ts';
import { nothingMissed, RECENT_REFRESHES, type Running, type SourceEntry } from '../source-entry.ts';

/** Servers have been seen to keep an ETag for ever; once a week the whole answer is asked for. */
const VALIDATORS_TRUSTED_MS = 7 * 86_400_000;

/** The app ends or the source changes; nobody stopped this refresh in particular. */
class Ending extends Cancelled {}

const noResult: Omit<RefreshResult, 'outcome' | 'failure'> = {
  calls: 0,
  notModified: 0,
  bytes: 0,
  pages: 0,
  added: 0,
  updated: 0,
  unchanged: 0,
  deleted: 0,
  rejected: 0,
  rejections: [],
  note: null,
};

/** Starts, follows and stops refreshes: at most one per source at a time. */
export class Runs {
  readonly #core: Core;
  readonly #flights: Flights;
  readonly #onChange: (entry: SourceEntry) => void;

  /** `onChange` is called when a refresh starts, has received a page, or has ended. */
  constructor(core: Core, flights: Flights, onChange: (entry: SourceEntry) => void) {
    this.#core = core;
    this.#flights = flights;
    this.#onChange = onChange;
  }

  /** Starts a refresh of a source that has none. `flight`: that of another source, which takes it along. */
  start(entry: SourceEntry, trigger: Trigger, flight: Flight | null = null): Running {
    const { clock, store } = this.#core;
    const now = clock.now();
    const id = newRefreshId();
    const running: Running = {
      refreshId: id,
      trigger,
      startedAt: now,
      pages: 0,
      pagesBefore: null,
      pushed: new Set(),
      abort: new AbortController(),
      ended: Promise.resolve(),
    };
    entry.running = running;
    running.ended = this.#run(entry, running, now, flight).catch((error: unknown) => this.#storeFailed(entry, running, error));
    running.pagesBefore = entry.config.paging.kind === 'none' ? null : store.validators.of(entry.row).length || null;
    this.#onChange(entry);
    return running;
  }

  /** Stops the refresh of a source; whether there was one. */
  cancel(entry: SourceEntry): boolean {
    entry.running?.abort.abort(new Cancelled('stopped by the user'));
    return entry.running !== null;
  }

  /** Stops the refresh of a source because its settings change; it is due again at once. */
  interrupt(entry: SourceEntry): void {
    entry.running?.abort.abort(new Ending('the settings of the source change'));
  }

  /** Stops all refreshes and waits until what they received is stored. */
  async stopAll(): Promise<void> {
    const running = [...this.#core.entries.values()].flatMap((entry) => (entry.running === null ? [] : [entry.running]));
    for (const each of running) each.abort.abort(new Ending('Freshet ends'));
    await Promise.all(running.map((each) => each.ended));
  }

  async #run(entry: SourceEntry, running: Running, now: number, flight: Flight | null): Promise<void> {
    const { clock, store, random } = this.#core;
    const { refreshId, trigger } = running;
    store.refreshes.begin(refreshId, entry.row, trigger, now);
    this.#tell(refreshId);
    const { config } = entry;
    // A file tells whether it is another one.
    const isPushed = config.push !== undefined && (trigger === 'push' || entry.push?.state().connected === true);
    const fullEveryMs = config.incremental === undefined ? VALIDATORS_TRUSTED_MS : config.incremental.fullEveryHours * 3_600_000;
    const unconditional = trigger === 'force' || isPushed || (entry.state.fullAt !== null && now - entry.state.fullAt > fullEveryMs);
    const asked = trigger === 'manual' || trigger === 'force';
    const ledger = ledgerFor(this.#core, entry, asked, refreshId);
    // What is taken along makes no call of its own.
    if (!asked && flight === null) ledger.announce();
    const task = {
      id: refreshId,
      source: { row: entry.row, id: entry.id, config },
      trigger,
      unconditional,
      gate: entry.gate,
      passage: this.#flights.passage(entry, unconditional, running.abort.signal, flight),
      probeValue: entry.state.probeValue,
      mark: entry.state.mark,
      ledger,
      signal: running.abort.signal,
      pushed: running.pushed,
      onPage: (pages: number) => {
        running.pages = pages;
        this.#onChange(entry);
      },
    };
    const stoppedByUser = () => running.abort.signal.aborted && !(running.abort.signal.reason instanceof Ending);
    const { result } = await runRefresh(this.#core, task, (end: RefreshEnd) => {
      const at = clock.now();
      ledger.flush();
      const state = stateAfter(entry.state, end, { now: at, rule: entry.rule, random, unconditional, stoppedByUser: stoppedByUser() });
      store.sources.saveState(entry.row, state);
      store.refreshes.end(refreshId, end.result, at);
      entry.state = state;
      if (state.checkedAt === at) nothingMissed(entry, running.startedAt);
      // One that ended with its probe read no page.
      if (end.result.failure === null && end.result.outcome !== 'cancelled' && end.result.pages > 0) entry.pages = end.result.pages;
      this.#noteRecent(entry, running, end.result.outcome);
    }).finally(() => ledger.close());
    this.#ended(entry, running, result);
  }

  /** The database refused; the source rests, and in memory at least it is known why. */
  #storeFailed(entry: SourceEntry, running: Running, error: unknown): void {
    const { clock, random, store, log } = this.#core;
    const now = clock.now();
    const failure: Failure = storeFailure(error) ?? {
      code: 'internal',
      message: `Freshet failed in this refresh: ${error instanceof Error ? error.message : String(error)}`,
      advice: 'Please report this; the records are as they were.',
    };
    log.error({ source: entry.id, refresh: running.refreshId, code: failure.code }, failure.message);
    const stored = store.sources.find(entry.id)?.state ?? entry.state;
    const failures = entry.state.failures + 1;
    entry.state = {
      ...stored,
      failures,
      failure,
      obstacle: { kind: 'backing-off', until: now + withJitter(backoffMs(failures), random) },
    };
    try {
      store.refreshes.end(running.refreshId, { ...noResult, outcome: 'failed', failure }, now);
      store.sources.saveState(entry.row, entry.state);
    } catch {
      // Still full or gone. The row without an end is marked as lost at the next start.
    }
    this.#noteRecent(entry, running, 'failed');
    this.#ended(entry, running, { ...noResult, outcome: 'failed', failure });
  }

  #ended(entry: SourceEntry, running: Running, result: Pick<RefreshResult, 'outcome' | 'calls' | 'failure'>): void {
    entry.running = null;
    this.#tell(running.refreshId);
    const { outcome, calls, failure } = result;
    this.#core.log.info(
      { source: entry.id, refresh: running.refreshId, trigger: running.trigger, outcome, calls, code: failure?.code },
      'refresh ended',
    );
    this.#onChange(entry);
  }

  #noteRecent(entry: SourceEntry, running: Running, outcome: RefreshResult['outcome']): void {
    const tick = { id: running.refreshId, at: toIso(running.startedAt), outcome, trigger: running.trigger };
    entry.recent = [...entry.recent.filter((each) => each.id !== tick.id), tick].slice(-RECENT_REFRESHES);
  }

  #tell(refreshId: string): void {
    const { hub, store } = this.#core;
    if (!hub.hasListeners) return;
    const refresh = store.refreshes.find(refreshId);
    if (refresh !== null) hub.emit({ type: 'refresh', refresh });
  }
}
