import {
  type Alert,
  type AlertDraft,
  type AlertMessage,
  alertSchema,
  type AlertStanding,
  type AlertStatus,
  type FreshetEvent,
  slugOf,
  toIso,
  toIsoOrNull,
} from '../../../src-preload/contract/index.ts';
import type { AlertChannel } from '../../store/alerts.ts';
import { type Ages, readAlert, type Reading, type Rows } from './alert-reading.ts';
import { type AlertState, NEW_ALERT, stepAlert } from './alert-step.ts';
import { messageWords, readingWords } from './alert-words.ts';
import { alertSecretName, Outbox, type OutboxDeps } from './outbox.ts';
import { Problem } from '../calls/problem.ts';
import { Schedule } from '../schedule.ts';
import type { Store } from '../../store/store.ts';

/** A removed alert can be brought back for so long, milliseconds. */
const RESTORABLE_MS = 30 * 86_400_000;

/** After a change this is waited for others, so that a merge of many sources is one reading, milliseconds. */
const SETTLE_MS = 250;

/** What a panel shows, for an alert. */
export interface PanelReading {
  title: string;
  rows: Rows | { problem: string };
  ages: Ages;
  /** Ids of the sources that it reads. */
  sources: readonly string[];
  /** Another one whenever the rows are. */
  version: string;
}

/** A source, for an alert. */
export interface SourceReading {
  id: string;
  name: string;
  ages: Ages;
}

type PanelSubject = Extract<Alert['subject'], { kind: 'panel' }>;

export interface AlertsDeps extends Omit<OutboxDeps, 'store' | 'alertOf' | 'onTried'> {
  store: { alerts: Store['alerts'] };
  /** Reads a panel from what is stored; never calls an upstream. `null`: there is no such panel. */
  readPanel: (subject: PanelSubject) => Promise<PanelReading | null>;
  sources: () => readonly SourceReading[];
  emit: (event: FreshetEvent) => void;
}

interface Standing {
  state: AlertState;
  title: string;
  /** Of the data that were last read; `null` before the first reading. */
  version: string | null;
}

interface Entry {
  row: number;
  alert: Alert;
  snoozedUntil: number | null;
  /** By source, or one without a name for a panel. */
  standings: Map<string, Standing>;
  /** Which sources its panel reads; `null`: not known yet. */
  reads: ReadonlySet<string> | null;
  nextAt: number;
  evaluating: boolean;
  again: boolean;
}

const WORST_FIRST = ['firing', 'pending', 'unknown', 'ok'] as const;

/**
 * Alerts: each is read after what it watches was refreshed, from what is stored and never by a call, and stepped by
 * `stepAlert`. What is to be sent is kept in the same transaction as the new state and sent by the outbox.
 */
export class Alerts {
  readonly #deps: AlertsDeps;
  readonly #entries = new Map<string, Entry>();
  readonly #outbox: Outbox;
  readonly #schedule: Schedule;
  readonly #due = new Set<string>();
  #started = false;
  #settling = false;
  #stopped = false;

  constructor(deps: AlertsDeps) {
    this.#deps = deps;
    this.#outbox = new Outbox({
      ...deps,
      alertOf: (row) => [...this.#entries.values()].find((entry) => entry.row === row)?.alert ?? null,
      onTried: (row) => {
        for (const entry of this.#entries.values()) if (entry.row === row) this.#tell(entry);
        this.#schedule.arm();
      },
    });
    this.#schedule = new Schedule({
      clock: deps.clock,
      nextAt: () => Math.min(this.#outbox.nextAt(), ...[...this.#entries.values()].map(({ nextAt }) => nextAt)),
      onTick: (now) => this.#tick(now),
      onGap: () => undefined,
      onBack: () => undefined,
    });
    for (const stored of deps.store.alerts.list()) this.#open(stored);
  }

  /** Reads everything once and sends what was left. */
  start(): void {
    this.#started = true;
    this.#guarded(() => this.#deps.store.alerts.purge(this.#deps.clock.now() - RESTORABLE_MS));
    for (const id of this.#entries.keys()) this.#due.add(id);
    this.#settle();
    this.#schedule.arm();
  }

  stop(): void {
    this.#stopped = true;
    this.#schedule.stop();
    this.#outbox.stop();
  }

  /** Somebody has come who can be shown what could not be shown before. */
  pageOpened(): void {
    const { clock, store } = this.#deps;
    if (!this.#started) return;
    clock.after(SETTLE_MS, () => {
      if (this.#stopped) return;
      this.#guarded(() => store.alerts.hasten('desktop', clock.now()));
      this.#sendSoon();
    });
  }

  /** The records or the state of a source may be other ones than before. */
  sourceChanged(sourceId: string): void {
    for (const [id, { alert, reads }] of this.#entries) {
      const { subject } = alert;
      const isWatched =
        subject.kind === 'source' ? subject.sourceId === null || subject.sourceId === sourceId : reads === null || reads.has(sourceId);
      if (isWatched) this.#due.add(id);
    }
    this.#settle();
  }

  /** A dashboard is another one than before. */
  dashboardChanged(dashboardId: string): void {
    for (const [id, { alert }] of this.#entries)
      if (alert.subject.kind === 'panel' && alert.subject.dashboardId === dashboardId) this.#due.add(id);
    this.#settle();
  }

  list(): AlertStatus[] {
    return [...this.#entries.values()].map((entry) => this.#status(entry));
  }

  /** Throws `Problem`. */
  status(id: string): AlertStatus {
    return this.#status(this.#entry(id));
  }

  messages({ alertId, limit, cursor }: { alertId?: string | undefined; limit: number; cursor?: string | undefined }): {
    items: AlertMessage[];
    nextCursor: string | null;
  } {
    return this.#deps.store.alerts.messages({ alertId, limit, cursor });
  }

  /** Throws `Problem`. */
  async add(draft: AlertDraft): Promise<AlertStatus> {
    const id = draft.id ?? this.#freeId(draft.name);
    if (this.#entries.has(id)) throw new Problem('CONFLICT', `There is an alert "${id}" already.`, 'Choose another id.');
    const alert = await this.#withoutSecret({ ...draft, id }, null);
    const entry = this.#open(this.#deps.store.alerts.add(alert));
    this.#changed(entry);
    return this.#status(entry);
  }

  /** Throws `Problem`. */
  async replace(id: string, draft: AlertDraft): Promise<AlertStatus> {
    const entry = this.#entry(id);
    const alert = await this.#withoutSecret({ ...draft, id }, entry.alert);
    const isOther = JSON.stringify([alert.subject, alert.condition]) !== JSON.stringify([entry.alert.subject, entry.alert.condition]);
    this.#deps.store.alerts.replace(entry.row, alert);
    entry.alert = alert;
    entry.reads = null;
    // What another condition has come to says nothing of this one.
    if (isOther) this.#forgetStandings(entry, () => true);
    this.#changed(entry);
    return this.#status(entry);
  }

  /** Can be undone for 30 days. Throws `Problem`. */
  remove(id: string): { id: string; restorableUntil: string } {
    const entry = this.#entry(id);
    const now = this.#deps.clock.now();
    this.#deps.store.alerts.remove(entry.row, now);
    this.#entries.delete(id);
    this.#deps.emit({ type: 'alert-removed', id });
    return { id, restorableUntil: toIso(now + RESTORABLE_MS) };
  }

  /** Throws `Problem`. */
  restore(id: string): AlertStatus {
    const { store } = this.#deps;
    if (this.#entries.has(id) || !store.alerts.restore(id))
      throw new Problem('NOT_FOUND', `No alert "${id}" was removed in the last 30 days.`, 'GET /api/v1/alerts lists those that there are.');
    const stored = store.alerts.list().find(({ alert }) => alert.id === id);
    if (stored === undefined) throw new Problem('NOT_FOUND', `The alert "${id}" cannot be read any more.`, 'Make it anew.');
    const entry = this.#open(stored);
    this.#changed(entry);
    return this.#status(entry);
  }

  /** `forSeconds` null: ends it. Throws `Problem`. */
  snooze(id: string, forSeconds: number | null): AlertStatus {
    const entry = this.#entry(id);
    const until = forSeconds === null ? null : this.#deps.clock.now() + forSeconds * 1000;
    this.#deps.store.alerts.snooze(entry.row, until);
    entry.snoozedUntil = until;
    this.#changed(entry);
    return this.#status(entry);
  }

  /** Sends a message as it would be sent now, whatever the condition says. Throws `Problem`. */
  test(id: string): AlertStatus {
    const entry = this.#entry(id);
    const { clock, store } = this.#deps;
    const [standing] = entry.standings.values();
    const reading = standing?.state.last ?? null;
    const words =
      reading === null
        ? 'Test: nothing has been read yet.'
        : messageWords('test', standing?.title ?? entry.alert.name, entry.alert, reading);
    const channels = channelsOf(entry.alert);
    store.alerts.send(entry.row, { at: clock.now(), event: 'test', title: entry.alert.name, words, channels });
    // Also where it is sent nowhere, it is in the history.
    this.#tell(entry);
    this.#sendSoon();
    return this.#status(entry);
  }

  #entry(id: string): Entry {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw new Problem('NOT_FOUND', `There is no alert "${id}".`, 'GET /api/v1/alerts lists those that there are.');
    return entry;
  }

  #freeId(name: string): string {
    const base = slugOf(name, 'alert');
    let id = base;
    for (let number = 2; this.#entries.has(id); number += 1) id = `${base}-${number}`;
    return id;
  }

  /** Keeps the secret of the webhook where secrets are kept. One that is kept goes only to where it was entered for. Throws `Problem`. */
  async #withoutSecret(alert: Alert, before: Alert | null): Promise<Alert> {
    const { webhook } = alert.deliver;
    const { secrets } = this.#deps;
    const secret = webhook?.secret;
    const isStored = typeof secret === 'object' && 'stored' in secret;
    if (webhook !== undefined && isStored) guardStored(webhook.url, before?.deliver.webhook);
    if (webhook === undefined || typeof secret !== 'string') {
      if (!isStored) await secrets.delete(alertSecretName(alert.id));
      return alertSchema.parse(alert);
    }
    await secrets.set(alertSecretName(alert.id), secret);
    return alertSchema.parse({ ...alert, deliver: { ...alert.deliver, webhook: { ...webhook, secret: { stored: true } } } });
  }

  #open({ row, alert, snoozedUntil }: { row: number; alert: Alert; snoozedUntil: number | null }): Entry {
    const standings = new Map<string, Standing>();
    for (const [subject, stored] of this.#deps.store.alerts.states(row)) {
      const state = stateOf(stored);
      if (state !== null) standings.set(subject, { state, title: alert.name, version: null });
    }
    const entry: Entry = { row, alert, snoozedUntil, standings, reads: null, nextAt: Infinity, evaluating: false, again: false };
    this.#entries.set(alert.id, entry);
    return entry;
  }

  #changed(entry: Entry): void {
    this.#tell(entry);
    this.#due.add(entry.alert.id);
    this.#settle();
  }

  #forgetStandings(entry: Entry, isGone: (subject: string) => boolean): void {
    for (const subject of [...entry.standings.keys()]) {
      if (!isGone(subject)) continue;
      this.#guarded(() => this.#deps.store.alerts.dropState(entry.row, subject));
      entry.standings.delete(subject);
    }
  }

  #settle(): void {
    if (this.#settling || this.#stopped || this.#due.size === 0) return;
    this.#settling = true;
    this.#deps.clock.after(SETTLE_MS, () => {
      this.#settling = false;
      const due = [...this.#due];
      this.#due.clear();
      for (const id of due) void this.#evaluate(id);
    });
  }

  #tick(now: number): void {
    for (const [id, entry] of this.#entries) if (entry.nextAt <= now) void this.#evaluate(id);
    if (this.#outbox.nextAt() <= now) this.#sendSoon();
  }

  #sendSoon(): void {
    void this.#outbox.send().then(() => this.#schedule.arm());
  }

  async #evaluate(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry === undefined || this.#stopped) return;
    if (entry.evaluating) {
      entry.again = true;
      return;
    }
    entry.evaluating = true;
    entry.nextAt = Infinity;
    try {
      if (entry.alert.enabled) await this.#read(entry);
    } catch (error) {
      this.#deps.report(error);
    } finally {
      entry.evaluating = false;
    }
    if (entry.again) {
      entry.again = false;
      this.#due.add(id);
      this.#settle();
    }
    this.#schedule.arm();
  }

  async #read(entry: Entry): Promise<void> {
    const { alert } = entry;
    const { subject } = alert;
    if (subject.kind === 'panel') {
      const panel = await this.#deps.readPanel(subject);
      // It was changed or removed meanwhile, and is read again.
      if (entry.alert !== alert || this.#stopped) return;
      const found = panel ?? {
        title: alert.name,
        rows: { problem: 'The panel is gone.' },
        ages: { dataAt: null, isStale: false, states: [] },
        sources: [],
        version: '',
      };
      entry.reads = panel === null ? null : new Set(found.sources);
      this.#step(entry, '', found.title, `${found.version} ${found.ages.dataAt}`, found.rows, found.ages);
      return;
    }
    const wanted = this.#deps.sources().filter(({ id }) => subject.sourceId === null || subject.sourceId === id);
    this.#forgetStandings(entry, (each) => !wanted.some(({ id }) => id === each));
    for (const { id, name, ages } of wanted) this.#step(entry, id, name, String(ages.dataAt), null, ages);
  }

  #step(entry: Entry, subject: string, title: string, version: string, rows: Rows | { problem: string } | null, ages: Ages): void {
    const { alert, snoozedUntil } = entry;
    const now = this.#deps.clock.now();
    const before = entry.standings.get(subject);
    const reading = readAlert(alert, { rows, ages }, now);
    const { state, event, nextAt } = stepAlert(before?.state ?? NEW_ALERT, alert, reading, before?.version !== version, snoozedUntil);
    const words = event === null ? '' : messageWords(event, title, alert, reading);
    const message = event === null ? null : { at: now, event, title: alert.name, words, channels: channelsOf(alert) };
    entry.nextAt = Math.min(entry.nextAt, nextAt);
    if (message !== null || markOf(state) !== markOf(before?.state ?? null))
      this.#guarded(() => this.#deps.store.alerts.step(entry.row, subject, stored(state), message));
    entry.standings.set(subject, { state, title, version });
    this.#tell(entry);
    if (message !== null) this.#sendSoon();
  }

  #status(entry: Entry): AlertStatus {
    const { alert, row, snoozedUntil } = entry;
    const standings = [...entry.standings].map(([subject, standing]) => standingOf(subject, standing, alert));
    const isSnoozed = snoozedUntil !== null && snoozedUntil > this.#deps.clock.now();
    return {
      alert,
      phase: WORST_FIRST.find((phase) => standings.some((each) => each.phase === phase)) ?? 'unknown',
      standings,
      snoozedUntil: isSnoozed ? toIso(snoozedUntil) : null,
      undelivered: this.#deps.store.alerts.undelivered(row),
    };
  }

  #tell(entry: Entry): void {
    this.#deps.emit({ type: 'alert', alert: this.#status(entry) });
  }

  /** A database that cannot be written must not end what only reads. */
  #guarded(work: () => unknown): void {
    try {
      work();
    } catch (error) {
      this.#deps.report(error);
    }
  }
}

/** A secret that is stored is not sent to a host that it was not entered for. Throws `Problem`. */
function guardStored(url: string, before: Alert['deliver']['webhook']): void {
  const isKnown = before?.secret !== undefined && typeof before.secret === 'object' && 'stored' in before.secret;
  if (isKnown && new URL(before.url).origin === new URL(url).origin) return;
  const message = isKnown
    ? `The stored secret was entered for ${new URL(before.url).origin} and is not sent to ${new URL(url).origin}.`
    : 'No secret is stored for this webhook.';
  throw new Problem('UNPROCESSABLE', message, 'Enter the secret again.', [{ path: 'deliver.webhook.secret', message }]);
}

const channelsOf = ({ deliver }: Alert): AlertChannel[] => [
  ...(deliver.desktop ? (['desktop'] as const) : []),
  ...(deliver.webhook === undefined ? [] : (['webhook'] as const)),
];

/** What of a state is worth a write. */
const markOf = (state: AlertState | null): string =>
  state === null
    ? ''
    : JSON.stringify([state.phase, state.since, state.heldSince, state.heldReadings, state.sends, state.owesEnd, state.heldBack]);

const stored = (state: AlertState): object => ({
  ...state,
  last: state.last === null ? null : { ...state.last, turnsAt: toIsoOrNull(state.last.turnsAt) },
});

/** A state as it was stored; `null` for one that another version wrote in another form. */
function stateOf(given: unknown): AlertState | null {
  if (typeof given !== 'object' || given === null || !('phase' in given) || !('heldReadings' in given)) return null;
  const state = { ...NEW_ALERT, ...(given as AlertState) };
  return { ...state, last: state.last === null ? null : { ...state.last, turnsAt: Infinity } };
}

function standingOf(subject: string, { state, title }: Standing, alert: Alert): AlertStanding {
  const { last } = state;
  const reading: Reading | null = last;
  return {
    sourceId: subject === '' ? null : subject,
    phase: state.phase,
    since: toIsoOrNull(state.since),
    value: reading?.value ?? null,
    words: reading === null ? 'Nothing has been read yet.' : readingWords(title, alert, reading),
    readAt: toIsoOrNull(reading?.at ?? null),
    dataAt: toIsoOrNull(reading?.dataAt ?? null),
    sentAt: toIsoOrNull(state.sentAt),
    sends: state.sends,
    heldBack: state.heldBack,
  };
}
