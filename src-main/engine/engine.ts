import { isDeepStrictEqual } from 'node:util';
import type {
  Activity,
  AppStatus,
  ChangePlan,
  Decision,
  Failure,
  FreshetEvent,
  Notice,
  Preview,
  QuotaUse,
  Refresh,
  RefreshAnswer,
  Retention,
  Savings,
  SessionMode,
  SourceConfig,
  SourceDraft,
  SourceOrigin,
  SourceStatus,
  UsualHours,
  WhatIf,
} from '../../src-preload/contract/index.ts';
import { richFieldsOf, ruleOf, sentence, toIso, toIsoOrNull } from '../../src-preload/contract/index.ts';
import { isOffline } from '../connectors/upstream-error.ts';
import type { StoredSource } from '../store/sources.ts';
import { storeFailure } from '../store/store-failure.ts';
import { AccessTokens } from './sign-in/access-tokens.ts';
import { Accounts } from './quota/accounts.ts';
import { ActivityTracker } from './activity.ts';
import { ChangePruning } from './upkeep/change-pruning.ts';
import { HostBreakers } from './calls/circuit-breaker.ts';
import type { Core } from './core.ts';
import { decide, isDueForPress, type SourceFacts, type Surroundings, type Verdict } from './decide/decide.ts';
import { decideShared } from './decide/decide-shared.ts';
import { Enrichment } from './details/enrich.ts';
import { EventHub } from './event-hub.ts';
import { aboutSource, decisionOf, explain } from './decide/explain.ts';
import type { Flight } from './calls/flight.ts';
import { Flights } from './calls/flights.ts';
import { type Ledger, ledgerFor } from './calls/ledger.ts';
import { Places } from './calls/places.ts';
import { previewSource } from './refresh/preview.ts';
import { noSuchRecord, Problem } from './calls/problem.ts';
import { PushLinks } from './push/push-links.ts';
import { repairFromOf, repairOf } from './refresh/repair.ts';
import { RequestGroups } from './calls/request-groups.ts';
import { firstSeenBefore, olderThanMs } from './upkeep/retention-rule.ts';
import { RetentionSweep } from './upkeep/retention-sweep.ts';
import { Runs } from './refresh/runs.ts';
import { savingsOf } from './quota/savings.ts';
import { Schedule } from './schedule.ts';
import { SearchFeed } from './upkeep/search-feed.ts';
import { tokenHostOf } from './sign-in/sign-in.ts';
import { factsOf, type SourceEntry } from './source-entry.ts';
import { SourceBook } from './source-book.ts';
import { checkedAtOf, statusOf } from './status.ts';
import { Habits, usualHoursOfWeek } from './decide/usual-hours.ts';
import { Vacuum } from './upkeep/vacuum.ts';
import { blankFacts, suppose } from './decide/what-if.ts';

/** What a decision says, for telling whether the next one says anything new. */
const keyOf = ({ action, reason }: Verdict) => `${action} ${reason}`;

/** How long after waking up the time asleep is not held against the data, milliseconds. */
const GRACE_MS = 60_000;

/** There is one notice about the database at a time; it goes when a refresh has been stored. */
const STORE_NOTICE = 'store';

const KEPT_REFRESHES = 2_000;
const KEPT_DECISIONS = 2_000;
const KEPT_CALLS_MS = 62 * 86_400_000;
const TIDY_EVERY_MS = 6 * 3_600_000;

/** The ledger of a source that is not there yet. */
const UNCOUNTED: Ledger = { begin: () => ({ row: 0 }), end: () => undefined };

export type AppFacts = Omit<AppStatus, 'paused' | 'pausedUntil' | 'notices' | 'space'>;

export interface EngineOptions extends Omit<Core, 'hub' | 'entries' | 'breakers' | 'tokens' | 'habits'> {
  /** Call no source at all. */
  safeMode: boolean;
  /** The store cannot be written to: `start` must not be called, only `show`. */
  readOnly?: boolean;
  /** What the app knows of itself beyond the engine. */
  describeApp: () => AppFacts;
  /** Something of a source is another one than before, or the source is gone. */
  onSource?: (id: string) => void;
}

/** What tells whether the records of a source, or its history, are other ones than before. */
export interface SourceMark {
  id: string;
  /** Another text after every change of the records, and of which of their fields details fill. */
  records: string;
  /** Another text after every refresh and change of its settings. */
  history: string;
  /** When it was last known to be as it is upstream, milliseconds since the epoch. */
  checkedAt: number | null;
}

function markOf(entry: SourceEntry): SourceMark {
  const { id, config, state, recent, keptDecision } = entry;
  const last = recent.at(-1);
  const history = [last?.id, last?.outcome, state.failures, state.pausedUntil, keptDecision].join(' ');
  const records = [state.version, ...richFieldsOf(config)].join(' ');
  return { id, records, history, checkedAt: checkedAtOf(entry) };
}

/** The refresh engine: asks `decide` for every source whenever something may have changed, and does what it says. */
export class Engine {
  readonly #core: Core;
  readonly #options: EngineOptions;
  readonly #activity: ActivityTracker;
  readonly #book: SourceBook;
  readonly #groups = new RequestGroups();
  readonly #flights: Flights;
  readonly #runs: Runs;
  readonly #links: PushLinks;
  readonly #schedule: Schedule;
  readonly #accounts: Accounts;
  readonly #places: Places;
  readonly #changePruning: ChangePruning;
  readonly #enrichment: Enrichment;
  readonly #retention: RetentionSweep;
  readonly #vacuum: Vacuum;
  readonly #searchFeed: SearchFeed;
  /** Sources that are due and wait for a place among the running. */
  readonly #queue = new Set<SourceEntry>();
  readonly #dirty = new Set<SourceEntry>();
  readonly #notices = new Map<string, Notice>();
  #wasActive = false;
  #appPausedUntil: number | null = null;
  #suspendedAt: number | null = null;
  #sleep: { from: number; to: number } | null = null;
  #tidiedAt = 0;
  #purging: Promise<void> = Promise.resolve();
  #saving = false;
  #startedAt: number;
  readonly #repairFrom: number | null;
  #stopped = false;

  constructor(options: EngineOptions) {
    const { clock, store } = options;
    this.#options = options;
    this.#startedAt = clock.now();
    this.#repairFrom = repairFromOf(store.meta);
    const breakers = new HostBreakers(clock);
    const tokens = new AccessTokens({ ...options, breakers });
    this.#core = { ...options, hub: new EventHub(), breakers, tokens, habits: new Habits(store.meta), entries: new Map() };
    const lastLookedAt = Number(store.meta.get('lastLookedAt') ?? Number.NaN);
    this.#activity = new ActivityTracker(clock, Number.isNaN(lastLookedAt) ? null : lastLookedAt, () => this.#activityChanged());
    this.#book = new SourceBook(this.#core);
    this.#flights = new Flights(this.#core, this.#groups, {
      mayShare: (entry) => this.#mayShare(entry) !== null,
      take: (entry, flight) => this.#takeAlong(entry, flight),
      onGathered: () => this.#fillPlaces(),
    });
    this.#runs = new Runs(this.#core, this.#flights, (entry) => this.#runChanged(entry));
    this.#links = new PushLinks(this.#core, (entry) => this.#runChanged(entry));
    this.#accounts = new Accounts(this.#core, () => (options.safeMode ? Infinity : (this.#appPausedUntil ?? -Infinity)));
    this.#changePruning = new ChangePruning(this.#core);
    this.#places = new Places(clock, () => {
      if (!this.#stopped) this.#fillPlaces();
    });
    this.#enrichment = new Enrichment(
      this.#core,
      () => this.#around(),
      (entry) => this.#enrichmentChanged(entry),
    );
    this.#retention = new RetentionSweep(
      this.#core,
      () => this.#isBusy(),
      (work) => this.#storing(work),
      (entry) => this.#touch(entry),
    );
    this.#vacuum = new Vacuum(
      this.#core,
      () => this.#isBusy(),
      (work) => this.#storing(work),
      () => this.appChanged(),
    );
    this.#searchFeed = new SearchFeed(clock, () => this.#feedSearch());
    this.#schedule = new Schedule({
      clock,
      nextAt: () => this.#nextAt(),
      onTick: (now) => this.#tick(now),
      onGap: (from, to) => this.#woke(from, to),
      onBack: (byMs) => this.#clockMovedBack(byMs),
    });
  }

  /** Reads what is stored, of sources that `canShow`, and does nothing with it. Throws what the store throws. */
  show(canShow: (source: StoredSource) => boolean): void {
    this.#book.open(canShow);
  }

  /** Reads what is stored and begins to keep it fresh. */
  start(): void {
    const { clock, store } = this.#core;
    const now = clock.now();
    const lost = store.refreshes.markLost(now);
    this.#book.open();
    for (const entry of this.#core.entries.values()) this.#groups.place(entry);
    this.#enrichment.open();
    const pausedUntil = store.meta.get('pausedUntil');
    this.#appPausedUntil = pausedUntil === null || pausedUntil === '' ? null : Number(pausedUntil);
    if (lost.length > 0) {
      this.notify(
        'lost-refreshes',
        'info',
        lost.length === 1
          ? 'Freshet ended during a refresh. It was undone as a whole; every record is there.'
          : `Freshet ended during ${lost.length} refreshes. They were undone as a whole; every record is there.`,
        'Nothing needs to be done: what was cut off is done again.',
      );
    }
    this.#tidy(now);
    this.#sweep();
    this.#searchFeed.wake();
  }

  /** Ends everything that runs and stores what it received. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#schedule.stop();
    this.#searchFeed.stop();
    this.#activity.stop();
    this.#retention.stop();
    this.#vacuum.stop();
    await this.#links.stopAll();
    await Promise.all([this.#runs.stopAll(), this.#enrichment.stopAll()]);
    await this.#core.tokens.close();
    await this.#purging;
    this.#countFixedPolling();
    this.#rememberLooking();
  }

  // ---- who is looking

  openSession(id: string, kind: 'window' | 'tab'): void {
    this.#activity.open(id, kind);
  }

  closeSession(id: string): void {
    this.#activity.close(id);
  }

  /** Throws `Problem` for a client that is no window or tab. */
  beat(sessionId: string, page: { focused: boolean; visible: boolean; metered?: boolean }): { sessionId: string; active: boolean } {
    const active = this.#activity.beat(sessionId, page);
    if (active === null)
      throw new Problem('CONFLICT', 'Only a window or a browser tab can look.', 'Use the page, or POST /api/v1/sources/{id}/refresh.');
    return { sessionId, active };
  }

  setMode(sessionId: string, mode: SessionMode): Activity {
    this.#activity.setMode(sessionId, mode);
    return this.#activity.show();
  }

  windowChanged(sessionId: string, state: { focused: boolean; visible: boolean }): void {
    this.#activity.windowChanged(sessionId, state);
  }

  systemChanged(state: {
    locked?: boolean;
    suspended?: boolean;
    idleSeconds?: number;
    saving?: boolean;
    trackingFailure?: string | null;
  }): void {
    const now = this.#core.clock.now();
    this.#countFixedPolling();
    this.#saving = state.saving ?? this.#saving;
    if (state.suspended === true) this.#suspendedAt ??= now;
    if (state.suspended === false && this.#suspendedAt !== null) {
      const from = this.#suspendedAt;
      this.#suspendedAt = null;
      this.#sleep = { from, to: now };
      this.#forgetOffline();
    }
    if (state.trackingFailure !== undefined) this.#trackingFailed(state.trackingFailure);
    this.#activity.systemChanged(state);
    this.#sweep();
    if (state.suspended === false) this.#links.networkReturned();
  }

  #trackingFailed(failure: string | null): void {
    if (failure === this.#activity.show().failure) return;
    this.#activity.setFailure(failure);
    if (failure === null) this.#notices.delete('tracking-failed');
    else {
      this.notify(
        'tracking-failed',
        'warning',
        `Freshet cannot tell whether anybody is looking: ${failure}`,
        'Until it can, data is refreshed when you open it and it is stale, and when you ask.',
      );
    }
    this.appChanged();
  }

  /** In which hours of the week somebody usually looks. */
  usualHours(): UsualHours {
    return this.#core.habits.show(this.#core.clock.now());
  }

  activity(): Activity {
    return this.#activity.show();
  }

  // ---- sources

  sources(): SourceStatus[] {
    return [...this.#core.entries.values()].map((entry) => this.#status(entry));
  }

  source(id: string): SourceStatus {
    return this.#status(this.#book.find(id));
  }

  /** What tells whether sources are other ones than before, without all that the screen says of them. */
  marks(): SourceMark[] {
    return [...this.#core.entries.values()].map(markOf);
  }

  /** That of one source; `null` where there is none. */
  mark(id: string): SourceMark | null {
    const entry = this.#core.entries.get(id);
    return entry === undefined ? null : markOf(entry);
  }

  /** The row of a source in the database, and the version of its records. */
  recordsOf(id: string): { row: number; version: number } {
    const entry = this.#book.find(id);
    return { row: entry.row, version: entry.state.version };
  }

  /** What the reader needs to say what a retention rule would remove now. Throws `Problem` NOT_FOUND. */
  retentionOf(id: string, rule: Retention): { sourceRow: number; rule: Retention; olderThanMs: number | null; firstSeenBefore: number } {
    const now = this.#core.clock.now();
    return { sourceRow: this.#book.find(id).row, rule, olderThanMs: olderThanMs(rule, now), firstSeenBefore: firstSeenBefore(now) };
  }

  /** The ids of all sources by their rows in the database. */
  rowsOfSources(): Map<number, string> {
    return new Map([...this.#core.entries.values()].map((entry) => [entry.row, entry.id]));
  }

  /** A page has painted a pushed change, `ms` after it came. */
  shown(id: string, ms: number): void {
    this.#book.find(id).push?.latency.add(ms);
  }

  async add(draft: SourceDraft, origin: SourceOrigin = 'app'): Promise<SourceStatus> {
    this.#countFixedPolling();
    return this.#changed(await this.#book.add(draft, origin));
  }

  async update(config: SourceConfig, origin: SourceOrigin = 'app'): Promise<SourceStatus> {
    const entry = this.#book.find(config.id);
    const rule = entry.config.retention;
    await this.#interrupt(entry);
    this.#countFixedPolling();
    const status = this.#changed(await this.#book.update(config, entry.origin === 'demo' && origin === 'app' ? 'demo' : origin));
    if (!isDeepStrictEqual(rule, config.retention)) this.#retention.begin();
    return status;
  }

  async remove(id: string, byConfigFile = false): Promise<{ id: string; restorableUntil: string }> {
    const entry = this.#book.find(id);
    if (entry.origin !== 'config' || byConfigFile) await this.#interrupt(entry);
    this.#countFixedPolling();
    const until = this.#book.remove(id, byConfigFile);
    this.#leave(entry);
    return { id, restorableUntil: toIso(until) };
  }

  /** Lets `work` put a stored source in the place of another, or where there was none; nothing of it runs meanwhile. */
  async takeIn(id: string, work: () => Promise<void>): Promise<void> {
    const before = this.#core.entries.get(id);
    if (before !== undefined) {
      await this.#interrupt(before);
      this.#countFixedPolling();
      this.#core.entries.delete(id);
      this.#leave(before);
    }
    try {
      await work();
    } finally {
      const entry = this.#stopped ? null : this.#book.reopen(id);
      if (entry !== null) this.#changed(entry);
    }
  }

  restore(id: string): SourceStatus {
    this.#countFixedPolling();
    return this.#changed(this.#book.restore(id));
  }

  pause(id: string, forSeconds: number | null): SourceStatus {
    return this.#setPause(id, forSeconds === null ? Infinity : this.#core.clock.now() + forSeconds * 1000);
  }

  resume(id: string): SourceStatus {
    return this.#setPause(id, null);
  }

  /** Fetches no details for a source until resumed. Throws `Problem` where it has none to fetch. */
  pauseEnrichment(id: string): SourceStatus {
    const entry = this.#enrichedEntry(id);
    this.#enrichment.pause(entry);
    return this.#status(entry);
  }

  /** Throws `Problem`. */
  resumeEnrichment(id: string): SourceStatus {
    const entry = this.#enrichedEntry(id);
    this.#enrichment.resume(entry);
    return this.#status(entry);
  }

  /** Somebody looks at a record; whether details of it are still to be fetched. Throws `Problem` when there is no such record. */
  looked(id: string, recordId: string): { waiting: boolean } {
    const waiting = this.#enrichment.looked(this.#book.find(id), recordId);
    if (waiting === null) throw noSuchRecord(id, recordId);
    return { waiting };
  }

  async preview(draft: SourceDraft, signal: AbortSignal): Promise<Preview> {
    const config = { ...draft, id: draft.id ?? 'preview' };
    const known = this.#core.entries.get(config.id);
    const ledger =
      known === undefined ? { ...UNCOUNTED, elsewhere: UNCOUNTED, flush: () => undefined } : ledgerFor(this.#core, known, true, null);
    this.#book.guardSecrets(config);
    this.#hope(tokenHostOf(config));
    try {
      return await previewSource(this.#core, config, ledger, signal);
    } finally {
      ledger.flush();
    }
  }

  /** What settings would cost, against those in force where the source exists. Nothing is called or kept. Throws `Problem`. */
  plan(draft: SourceDraft): Promise<ChangePlan> {
    return this.#book.plan(draft, usualHoursOfWeek(this.usualHours()));
  }

  // ---- refreshing

  /** Refreshes a source, or joins the refresh that runs, or says why not. With `wait` it answers when the refresh has ended. */
  async refresh(id: string, mode: 'normal' | 'force', wait: boolean): Promise<RefreshAnswer> {
    const entry = this.#book.find(id);
    const now = this.#core.clock.now();
    const verdict = decide(this.#facts(entry, now), this.#around(), now, mode);
    if (verdict.action === 'refresh') {
      this.#queue.delete(entry);
      entry.askedAt = now;
      this.#hope(new URL(entry.config.url).host);
      this.#hope(tokenHostOf(entry.config));
    }
    const decision = this.#keep(entry, verdict, now);
    if (verdict.action === 'refresh') entry.askedRefresh = this.#runs.start(entry, verdict.trigger).refreshId;
    else if (verdict.action === 'refuse') this.#accounts.refused(entry, verdict.reason, now);
    const { running } = entry;
    if (wait && running !== null) await running.ended;
    const refreshId = running?.refreshId ?? (verdict.action === 'join' ? entry.askedRefresh : null);
    return {
      sourceId: id,
      answer: verdict.action === 'refresh' ? 'started' : verdict.action === 'join' ? 'joined' : 'refused',
      decision,
      sentence: sentence(decision),
      refresh: refreshId === null || verdict.action === 'refuse' ? null : this.#core.store.refreshes.find(refreshId),
    };
  }

  /** Refreshes all sources, or those that are due for a press. */
  async refreshAll(mode: 'due' | 'normal' | 'force', wait: boolean): Promise<RefreshAnswer[]> {
    const now = this.#core.clock.now();
    const wanted = [...this.#core.entries.values()].filter((entry) => mode !== 'due' || isDueForPress(this.#facts(entry, now), now));
    return Promise.all(wanted.map((entry) => this.refresh(entry.id, mode === 'force' ? 'force' : 'normal', wait)));
  }

  cancel(id: string): boolean {
    return this.#runs.cancel(this.#book.find(id));
  }

  why(id: string, limit: number, cursor: string | undefined): { now: Decision; items: Decision[]; nextCursor: string | null } {
    const entry = this.#book.find(id);
    const now = this.#core.clock.now();
    const verdict = decide(this.#facts(entry, now), this.#around(), now);
    return { now: decisionOf(entry, verdict, this.#around(), now), ...this.#core.store.decisions.list(entry, limit, cursor) };
  }

  /** What would be decided in the state that is supposed. Nothing is done or kept. Throws `Problem`. */
  whatIf(asked: WhatIf): Decision {
    const now = asked.at === undefined ? this.#core.clock.now() : Date.parse(asked.at);
    const entry = asked.sourceId === undefined ? null : this.#book.find(asked.sourceId);
    const policy = asked.policy ?? entry?.config.policy;
    if (policy === undefined) {
      throw new Problem('UNPROCESSABLE', 'Neither a source nor a policy is named.', 'Name one of them.', [
        { path: 'policy', message: 'needed without sourceId' },
      ]);
    }
    const facts = entry === null ? { ...blankFacts(now), rule: ruleOf(policy) } : { ...this.#facts(entry, now), running: false };
    const supposed = suppose(asked, facts, this.#around(), now);
    const verdict = decide(supposed.facts, supposed.around, now, asked.asked);
    const about =
      entry === null ? { sourceId: '', quotaUnit: 'call' as const, quotaRemaining: null, held: null } : aboutSource(entry, verdict, now);
    return explain({ ...about, preset: policy.preset }, supposed.facts, verdict, supposed.around, now);
  }

  refreshes(query: Parameters<Core['store']['refreshes']['list']>[0]): { items: Refresh[]; nextCursor: string | null } {
    if (query.sourceId !== undefined) this.#book.find(query.sourceId);
    return this.#core.store.refreshes.list(query);
  }

  quotas(): QuotaUse[] {
    const now = this.#core.clock.now();
    return [...this.#core.entries.values()].flatMap((entry) => entry.meter.use(entry.id, entry.config.name, now));
  }

  /** What one source, or all, cost against fixed polling. The demo is hurried to show life and would make a poor example among the others. */
  savings(sourceId: string | undefined, days: number): Savings {
    this.#countFixedPolling();
    const all = [...this.#core.entries.values()].filter(({ origin }) => origin !== 'demo');
    return savingsOf(this.#core, sourceId === undefined ? all : [this.#book.find(sourceId)], days, this.#core.clock.now());
  }

  // ---- the app as a whole

  health(): { sound: boolean; sqlite: string; records: number } {
    const { store } = this.#core;
    return { sound: store.isSound(), sqlite: store.sqliteVersion, records: store.records.countAll() };
  }

  appStatus(): AppStatus {
    const paused = this.#appPausedUntil !== null && this.#appPausedUntil > this.#core.clock.now();
    return {
      ...this.#options.describeApp(),
      paused,
      pausedUntil: paused ? toIsoOrNull(this.#appPausedUntil) : null,
      notices: [...this.#notices.values()],
      space: this.#space(),
    };
  }

  pauseApp(forSeconds: number | null): AppStatus {
    return this.#setAppPause(forSeconds === null ? Infinity : this.#core.clock.now() + forSeconds * 1000);
  }

  resumeApp(): AppStatus {
    return this.#setAppPause(null);
  }

  /** Shows a notice; one of the same id takes its place. */
  notify(id: string, tone: Notice['tone'], message: string, advice: string): void {
    this.#notices.set(id, { id, tone, message, advice, at: toIso(this.#core.clock.now()) });
    this.appChanged();
  }

  dismiss(id: string): AppStatus {
    this.#notices.delete(id);
    this.appChanged();
    return this.appStatus();
  }

  /** Tells whoever listens. */
  tell(event: FreshetEvent): void {
    this.#core.hub.emit(event);
  }

  /** What `describeApp` says has changed. */
  appChanged(): void {
    this.#core.hub.emit({ type: 'app', app: this.appStatus() });
  }

  /** Everything from now on, beginning with a snapshot. */
  events(signal: AbortSignal): AsyncGenerator<FreshetEvent, void, void> {
    return this.#core.hub.subscribe(
      () => ({ type: 'snapshot', app: this.appStatus(), sources: this.sources(), activity: this.#activity.show() }),
      signal,
    );
  }

  // ---- within

  #facts(entry: SourceEntry, now: number): SourceFacts {
    const facts = factsOf(this.#core.store, entry, this.#core.breakers.allowedAt(new URL(entry.config.url).host, now), now);
    return { ...facts, repairFrom: repairOf(entry, this.#repairFrom) };
  }

  /** Somebody who presses may know that the host is back, and the one that hands out access tokens. */
  #hope(host: string | null): void {
    if (host !== null) this.#core.breakers.hope(host);
  }

  #around(): Surroundings & { lastLookedAt: number | null } {
    return {
      ...this.#activity.looking(),
      resumedAt: this.#sleep?.to ?? null,
      appPausedUntil: this.#appPausedUntil,
      safeMode: this.#options.safeMode,
      saving: this.#saving || this.#activity.metered,
      startedAt: this.#startedAt,
    };
  }

  #countFixedPolling(): void {
    if (this.#options.readOnly === true) return;
    const now = this.#core.clock.now();
    const asleepSince = this.#suspendedAt;
    this.#storing(() => (asleepSince === null ? this.#accounts.count(now) : this.#accounts.asleep(asleepSince, now)));
  }

  /** Judges every source anew and does what is due. */
  #sweep(): void {
    if (this.#stopped) return;
    this.#countFixedPolling();
    const now = this.#core.clock.now();
    this.#storing(() =>
      this.#core.store.transaction(() => {
        for (const entry of this.#core.entries.values()) this.#judge(entry, now);
      }),
    );
    this.#fillPlaces();
    this.#enrichment.judgeAll();
    this.#schedule.arm();
  }

  #judge(entry: SourceEntry, now: number): void {
    this.#links.settle(entry, this.#mayRun(entry, now));
    const verdict = decide(this.#facts(entry, now), this.#around(), now);
    const before = entry.verdict;
    this.#storing(() => this.#accounts.judged(entry, verdict, now));
    if (verdict.action === 'refresh') {
      entry.verdict = verdict;
      this.#queue.add(entry);
      return;
    }
    this.#queue.delete(entry);
    const saysNew = before === null || before.reason !== verdict.reason || before.dueAt !== verdict.dueAt || before.until !== verdict.until;
    // Most of the time nothing new is to be said, and working out what was seen would be for nothing.
    if (verdict.reason === 'refreshing' || keyOf(verdict) === entry.keptDecision) entry.verdict = verdict;
    else this.#storing(() => this.#keep(entry, verdict, now));
    if (saysNew) this.#touch(entry);
  }

  /** What is decided on a source that another one would take along now; `null` when it is not taken along. */
  #mayShare(entry: SourceEntry): Verdict | null {
    if (this.#stopped || entry.running !== null || this.#core.entries.get(entry.id) !== entry) return null;
    const now = this.#core.clock.now();
    return decideShared(this.#facts(entry, now), this.#around(), now);
  }

  /** Refreshes a source with the answers that another one asks for. */
  #takeAlong(entry: SourceEntry, flight: Flight): void {
    const verdict = this.#mayShare(entry);
    if (verdict === null) return;
    this.#queue.delete(entry);
    this.#storing(() =>
      this.#core.store.transaction(() => {
        this.#storing(() => this.#keep(entry, { ...verdict, sharedWith: flight.leader }, this.#core.clock.now()));
        this.#runs.start(entry, verdict.trigger, flight);
      }),
    );
  }

  /** What the database takes on the disk. */
  #space(): AppStatus['space'] {
    const { space } = this.#core.store;
    const { bytes, free } = space.show();
    return { bytes, freeBytes: free, shrinks: space.canShrink };
  }

  /** Whether something that somebody waits for is under way. */
  #isBusy(): boolean {
    return this.#queue.size > 0 || [...this.#core.entries.values()].some(({ running }) => running !== null);
  }

  /** Whether nothing that was chosen by hand keeps a source from being called. */
  #mayRun(entry: SourceEntry, now: number): boolean {
    const isPaused = (until: number | null) => until !== null && until > now;
    return !this.#stopped && !this.#options.safeMode && !isPaused(entry.state.pausedUntil) && !isPaused(this.#appPausedUntil);
  }

  /** Starts what is due as far as there are places, the longest due first. */
  #fillPlaces(): void {
    if (this.#stopped) return;
    const now = this.#core.clock.now();
    const waiting = [...this.#queue].sort((a, b) => (a.state.checkedAt ?? 0) - (b.state.checkedAt ?? 0));
    for (const entry of waiting) {
      const { host } = new URL(entry.config.url);
      if (!this.#places.isFree(host)) continue;
      if (this.#flights.isGathering(entry)) continue;
      this.#queue.delete(entry);
      // Something may have changed while it waited for its place.
      const verdict = decide(this.#facts(entry, now), this.#around(), now);
      if (verdict.action !== 'refresh') {
        this.#judge(entry, now);
        continue;
      }
      this.#storing(() =>
        this.#core.store.transaction(() => {
          this.#storing(() => this.#keep(entry, verdict, now));
          this.#places.take(host, this.#runs.start(entry, verdict.trigger).ended);
        }),
      );
    }
  }

  #feedSearch(): boolean {
    let isMore = false;
    this.#storing(() => {
      isMore = this.#core.store.search.step();
    });
    return isMore;
  }

  /** Does what Freshet does by itself. That the database refuses to write is told, and must not end the app. */
  #storing(work: () => void): void {
    try {
      work();
    } catch (error) {
      const failure = storeFailure(error);
      if (failure === null) throw error;
      this.#storeRefused(failure);
    }
  }

  #storeRefused({ message, advice }: Failure): void {
    if (this.#notices.get(STORE_NOTICE)?.message === message) return;
    this.#core.log.error({ code: 'store' }, message);
    this.notify(STORE_NOTICE, 'error', message, advice);
  }

  /** Keeps a decision if it says something new; gives it either way. Throws when the database refuses. */
  #keep(entry: SourceEntry, verdict: Verdict, now: number): Decision {
    if (verdict.action === 'wait') entry.verdict = verdict;
    const key = keyOf(verdict);
    const decision = decisionOf(entry, verdict, this.#around(), now);
    if (verdict.action === 'join' || (verdict.action === 'wait' && key === entry.keptDecision)) return decision;
    const isImplied = verdict.action === 'wait' && verdict.reason === 'fresh' && entry.keptDecision.startsWith('refresh');
    // That data is fresh after a refresh goes without saying, and would be every second entry.
    if (isImplied) {
      entry.keptDecision = key;
      return decision;
    }
    const { trigger } = decision;
    const id = this.#core.store.decisions.add(entry.row, {
      at: now,
      action: verdict.action,
      reason: verdict.reason,
      trigger,
      dueAt: Number.isFinite(verdict.dueAt) ? verdict.dueAt : null,
      inputs: decision.inputs,
    });
    entry.keptDecision = key;
    const kept = { ...decision, id };
    this.#core.hub.emit({ type: 'decision', decision: kept });
    return kept;
  }

  #nextAt(): number {
    let next = this.#sleep === null ? Infinity : this.#graceEnd();
    for (const { verdict } of this.#core.entries.values()) if (verdict?.action === 'wait') next = Math.min(next, verdict.judgeAt);
    return Math.min(next, this.#enrichment.nextAt());
  }

  #graceEnd(): number {
    const end = (this.#sleep?.to ?? -Infinity) + GRACE_MS;
    return end > this.#core.clock.now() ? end : Infinity;
  }

  #tick(now: number): void {
    this.#countFixedPolling();
    this.#noteLook();
    if (this.#sleep !== null && now >= this.#sleep.to + GRACE_MS && now < this.#sleep.to + GRACE_MS + 60_000) this.#touchAll();
    if (now - this.#tidiedAt >= TIDY_EVERY_MS) this.#storing(() => this.#tidy(now));
    this.#storing(() => this.#changePruning.step(now));
    this.#vacuum.look();
    let due = false;
    for (const entry of this.#core.entries.values()) {
      if (entry.verdict?.action !== 'wait' || entry.verdict.judgeAt > now) continue;
      this.#judge(entry, now);
      due = true;
    }
    if (due) this.#fillPlaces();
    this.#enrichment.tick(now);
  }

  /** Time passed in which nothing ran: the computer slept, or its clock was set forward. */
  #woke(from: number, to: number): void {
    const known = this.#sleep !== null && Math.abs(this.#sleep.to - to) < GRACE_MS;
    if (!known) this.#sleep = { from, to };
    this.#accounts.asleep(from, to);
    this.#forgetOffline();
    this.#core.log.info({ from: toIso(from), to: toIso(to) }, 'woke up');
    this.#activity.settle();
    this.#links.networkReturned();
    this.#sweepSoon();
  }

  #clockMovedBack(byMs: number): void {
    const now = this.#core.clock.now();
    this.#core.log.warn({ byMs }, 'the clock was set back');
    this.#sleep = null;
    // Lengths of time stay what they were; what has no end keeps none.
    this.#startedAt -= byMs;
    this.#tidiedAt -= byMs;
    if (this.#suspendedAt !== null) this.#suspendedAt -= byMs;
    if (this.#appPausedUntil !== null) this.#appPausedUntil -= byMs;
    for (const entry of this.#core.entries.values()) {
      entry.meter.clockMovedBack(now);
      const { obstacle, pausedUntil } = entry.state;
      if (obstacle !== null) entry.state = { ...entry.state, obstacle: { ...obstacle, until: obstacle.until - byMs } };
      if (pausedUntil !== null) entry.state = { ...entry.state, pausedUntil: pausedUntil - byMs };
      if (entry.askedAt !== null && entry.askedAt > now) entry.askedAt = null;
    }
    this.#enrichment.clockMovedBack(byMs, now);
    this.#activity.settle();
    this.#sweepSoon();
  }

  /** The schedule is in the middle of something that ends with arming its timer, which a sweep does too. */
  #sweepSoon(): void {
    queueMicrotask(() => this.#sweep());
  }

  /** After waking up, the network deserves another try at once. */
  #forgetOffline(): void {
    this.#core.breakers.hope();
    for (const entry of this.#core.entries.values()) {
      const { obstacle, failure } = entry.state;
      if ((obstacle?.kind === 'backing-off' || obstacle?.kind === 'quarantined') && failure !== null && isOffline(failure.code))
        entry.state = { ...entry.state, obstacle: null };
    }
  }

  #activityChanged(): void {
    // The tracker may speak before the engine has started.
    if (this.#stopped) return;
    this.#core.hub.emit({ type: 'activity', activity: this.#activity.show() });
    this.#noteLook();
    const { active } = this.#activity.looking();
    if (active === this.#wasActive) return;
    this.#wasActive = active;
    this.#rememberLooking();
    this.#sweep();
    this.#touchAll();
  }

  /** Writes once an hour, also by itself, so that a full disk must not end the app here either. */
  #noteLook(): void {
    if (this.#activity.isSeen()) this.#storing(() => this.#core.habits.look(this.#core.clock.now()));
  }

  #rememberLooking(): void {
    const { lastLookedAt } = this.#activity.looking();
    if (lastLookedAt !== null) this.#storing(() => this.#core.store.meta.set('lastLookedAt', String(lastLookedAt)));
  }

  #runChanged(entry: SourceEntry): void {
    if (this.#core.entries.get(entry.id) !== entry) return;
    if (entry.running === null) this.#noteStore(entry.state.failure);
    this.#touch(entry);
    if (this.#stopped) return;
    this.#searchFeed.wake();
    this.#countFixedPolling();
    this.#judge(entry, this.#core.clock.now());
    if (entry.running === null) {
      this.#judgeHeldBack(new URL(entry.config.url).host);
      this.#fillPlaces();
      this.#enrichment.judge(entry);
    }
    this.#schedule.arm();
  }

  /** A call to a host ended, so those that wait for it to be well again may go on, or wait for longer. */
  #judgeHeldBack(host: string): void {
    const now = this.#core.clock.now();
    for (const entry of this.#core.entries.values())
      if (entry.verdict?.reason === 'host-in-trouble' && new URL(entry.config.url).host === host) this.#judge(entry, now);
  }

  /** A refresh has ended, which shows whether the database can be written. */
  #noteStore(failure: Failure | null): void {
    if (failure?.code === 'store') this.#storeRefused(failure);
    else if (this.#notices.delete(STORE_NOTICE)) this.appChanged();
  }

  #enrichmentChanged(entry: SourceEntry): void {
    if (this.#core.entries.get(entry.id) !== entry) return;
    this.#touch(entry);
    if (this.#stopped) return;
    this.#searchFeed.wake();
    this.#schedule.arm();
  }

  /** Nothing is done for a source any more. */
  #leave(entry: SourceEntry): void {
    this.#queue.delete(entry);
    this.#groups.drop(entry);
    this.#links.close(entry);
    this.#enrichment.removed(entry.id);
    this.#core.hub.emit({ type: 'source-removed', id: entry.id });
    this.#options.onSource?.(entry.id);
    this.#schedule.arm();
  }

  #enrichedEntry(id: string): SourceEntry {
    const entry = this.#book.find(id);
    if (entry.config.enrichment === undefined)
      throw new Problem('CONFLICT', `"${entry.config.name}" fetches no details.`, 'Add "enrichment" to the settings of the source.');
    return entry;
  }

  #changed(entry: SourceEntry): SourceStatus {
    entry.verdict = null;
    entry.keptDecision = '';
    this.#groups.place(entry);
    // A press that was meant for the settings before is not the one that comes now.
    entry.askedAt = null;
    this.#enrichment.settingsChanged(entry);
    this.#judge(entry, this.#core.clock.now());
    this.#touch(entry);
    this.#fillPlaces();
    this.#enrichment.judge(entry);
    this.#schedule.arm();
    return this.#status(entry);
  }

  /** Settings are not changed under a refresh that goes by the old ones. */
  async #interrupt(entry: SourceEntry): Promise<void> {
    const ended = this.#enrichment.interrupt(entry);
    const { running } = entry;
    if (running !== null) this.#runs.interrupt(entry);
    await Promise.all([ended, running?.ended]);
  }

  #setPause(id: string, until: number | null): SourceStatus {
    const entry = this.#book.find(id);
    this.#countFixedPolling();
    entry.state = { ...entry.state, pausedUntil: until };
    this.#core.store.sources.saveState(entry.row, entry.state);
    return this.#changed(entry);
  }

  #setAppPause(until: number | null): AppStatus {
    this.#countFixedPolling();
    this.#appPausedUntil = until;
    this.#core.store.meta.set('pausedUntil', until === null ? '' : String(until));
    this.#sweep();
    this.#touchAll();
    this.appChanged();
    return this.appStatus();
  }

  #status(entry: SourceEntry): SourceStatus {
    const now = this.#core.clock.now();
    const around = this.#around();
    const verdict = entry.verdict?.action === 'wait' ? entry.verdict : decide(this.#facts(entry, now), around, now);
    const enrichment = this.#enrichment.status(entry, now);
    return statusOf(entry, decisionOf(entry, verdict, around, now), enrichment, this.#forgivenMs(entry, now), now);
  }

  #forgivenMs(entry: SourceEntry, now: number): number {
    const { checkedAt } = entry.state;
    const sleep = this.#sleep;
    if (sleep === null || checkedAt === null || checkedAt >= sleep.to || now >= sleep.to + GRACE_MS) return 0;
    return sleep.to - Math.max(sleep.from, checkedAt);
  }

  #touchAll(): void {
    for (const entry of this.#core.entries.values()) this.#touch(entry);
  }

  /** Tells listeners of a source, once for all that happens to it in one go. */
  #touch(entry: SourceEntry): void {
    this.#options.onSource?.(entry.id);
    if (!this.#core.hub.hasListeners) return;
    this.#dirty.add(entry);
    if (this.#dirty.size > 1) return;
    queueMicrotask(() => {
      const changed = [...this.#dirty];
      this.#dirty.clear();
      for (const each of changed) {
        if (this.#core.entries.get(each.id) === each) this.#core.hub.emit({ type: 'source', source: this.#status(each) });
      }
    });
  }

  #tidy(now: number): void {
    const { store, entries, log } = this.#core;
    this.#tidiedAt = now;
    this.#purging = this.#book
      .purge()
      .catch((error: unknown) => log.warn({ err: error }, 'secrets that are not needed any more could not be deleted'));
    store.transaction(() => {
      for (const entry of entries.values()) {
        store.refreshes.prune(entry.row, KEPT_REFRESHES);
        store.decisions.prune(entry.row, KEPT_DECISIONS);
      }
      store.calls.prune(now - KEPT_CALLS_MS);
      store.quotaPlans.prune(now);
    });
    this.#retention.begin();
  }
}
