import { openJsonApi } from '../../connectors/json-api.ts';
import { pushConnector } from '../../connectors/push/connect.ts';
import { reachOf } from '../../connectors/reach.ts';
import { UpstreamError } from '../../connectors/upstream-error.ts';
import { storeFailure } from '../../store/store-failure.ts';
import type { Core } from '../core.ts';
import { Latency } from '../calls/latency.ts';
import { countedConnect, countedFetch, withCredentials } from './push-calls.ts';
import { fetchNamed } from './push-fetch.ts';
import { mergePushed } from './push-merge.ts';
import { type RealtimeChange, RealtimeLink, type RealtimeState } from './realtime.ts';
import { signedConnect } from './push-sign-in.ts';
import type { PushStanding, SourceEntry } from '../source-entry.ts';

/** Waits before the second, third and every further refresh in a row that closes a gap, milliseconds. */
const GAP_PAUSES_MS: readonly number[] = [0, 5_000, 10_000, 20_000];
const LONGEST_GAP_PAUSE_MS = 60_000;

/** After so long without a gap the next one is closed at once again. */
const QUIET_MS = 60_000;

/** A first connection that takes longer than this is not waited for with the first listing, milliseconds. */
const CONNECTING_MS = 3_000;

interface Open {
  /** `null` until it is there. */
  link: RealtimeLink | null;
  standing: PushStanding;
  /** The settings that it was opened with; others need another link. */
  config: SourceEntry['config'];
  /** Batches are merged one after the other. */
  merging: Promise<void>;
  stopping: AbortController;
  gaps: { inRow: number; lastAt: number };
  /** Ids of records that are being fetched, with the fetch whose answer counts. */
  fetching: Map<string, symbol>;
  wasConnected: boolean;
}

/** How a link is doing that is not there yet. */
const notYet = (since: number): RealtimeState => ({
  connected: false,
  since,
  lastMessageAt: null,
  aliveAt: null,
  messages: 0,
  messagesPerMinute: 0,
  rejected: [],
  reconnects: 0,
  uptimeShare: 0,
  nextTryAt: null,
  failure: null,
});

/** Keeps every source that has a push connected, and merges what comes. */
export class PushLinks {
  readonly #core: Core;
  readonly #onChange: (entry: SourceEntry) => void;
  readonly #open = new Map<SourceEntry, Open>();

  /** `onChange` is called when a source has to be judged or shown anew. */
  constructor(core: Core, onChange: (entry: SourceEntry) => void) {
    this.#core = core;
    this.#onChange = onChange;
  }

  /** Opens, keeps or closes the link of a source. `mayRun`: nothing is paused, and calls are allowed. */
  settle(entry: SourceEntry, mayRun: boolean): void {
    const isWanted = mayRun && entry.config.push !== undefined;
    const open = this.#open.get(entry);
    if (open !== undefined && (!isWanted || open.config !== entry.config)) this.#close(entry, open);
    if (isWanted && !this.#open.has(entry)) this.#start(entry);
  }

  /** The source is gone. */
  close(entry: SourceEntry): void {
    this.settle(entry, false);
  }

  /** The computer is online again, or awake. */
  networkReturned(): void {
    for (const { link } of this.#open.values()) link?.networkReturned();
  }

  /** Ends all links, and waits until what came is stored. */
  async stopAll(): Promise<void> {
    const merging = [...this.#open.values()].map((open) => open.merging);
    for (const entry of this.#core.entries.values()) this.settle(entry, false);
    await Promise.all(merging);
  }

  #start(entry: SourceEntry): void {
    const { log, clock } = this.#core;
    const { config } = entry;
    const startedAt = clock.now();
    const state = () => open.link?.state() ?? notYet(startedAt);
    const open: Open = {
      link: null,
      standing: {
        state,
        connectingUntil: () => (state().failure === null ? startedAt + CONNECTING_MS : null),
        missedAt: null,
        lastChange: null,
        latency: new Latency(),
      },
      config,
      merging: Promise.resolve(),
      stopping: new AbortController(),
      gaps: { inRow: 0, lastAt: -Infinity },
      fetching: new Map(),
      wasConnected: false,
    };
    this.#open.set(entry, open);
    entry.push = open.standing;
    // Whoever settles a source is in the middle of judging it, which the link's first news would do again.
    queueMicrotask(() => {
      if (this.#open.get(entry) !== open) return;
      try {
        open.link = this.#linkOf(entry, open);
        open.link.start();
      } catch (error) {
        log.error({ source: entry.id }, `push could not be opened: ${error instanceof Error ? error.message : String(error)}`);
      }
    });
  }

  #linkOf(entry: SourceEntry, open: Open): RealtimeLink {
    const { clock, random } = this.#core;
    const { config } = open;
    const { push } = config;
    if (push === undefined) throw new Error('a source without push was to be connected');
    const { allowPrivate } = reachOf(config, this.#core.allowPrivate);
    let redact = (text: string) => text;
    const connect = signedConnect(this.#core, entry, (secret, redactSecrets) => {
      redact = redactSecrets;
      const settings = withCredentials(push, config.auth, secret);
      const connector = pushConnector(settings, { clock, fetch: countedFetch(this.#core, entry), publicOnly: !allowPrivate, redact });
      return push.kind === 'websocket' ? countedConnect(this.#core, entry, push.url, connector) : connector;
    });
    return new RealtimeLink({
      clock,
      random,
      settings: push,
      idField: config.idField,
      connect,
      redact: (text) => redact(text),
      onChanges: (changes) => {
        open.merging = open.merging.then(() => this.#merge(entry, open, changes));
      },
      onNeedRefresh: () => this.#missed(entry, open),
      onState: () => this.#told(entry, open),
    });
  }

  #close(entry: SourceEntry, open: Open): void {
    if (open.wasConnected) this.#remember(entry, open);
    open.link?.stop();
    open.stopping.abort(new Error('the push was closed'));
    this.#open.delete(entry);
    if (entry.push === open.standing) entry.push = null;
  }

  /** While changes were pushed the data was as good as a listing; it ages from here on. */
  #remember(entry: SourceEntry, { standing }: Open): void {
    const { aliveAt } = standing.state();
    const { checkedAt } = entry.state;
    if (aliveAt === null || standing.missedAt !== null || checkedAt === null || aliveAt <= checkedAt) return;
    entry.state = { ...entry.state, checkedAt: aliveAt };
    this.#core.store.sources.saveState(entry.row, entry.state);
  }

  #told(entry: SourceEntry, open: Open): void {
    if (this.#open.get(entry) !== open) return;
    const { connected } = open.standing.state();
    if (open.wasConnected && !connected) this.#remember(entry, open);
    open.wasConnected = connected;
    this.#onChange(entry);
  }

  #missed(entry: SourceEntry, open: Open): void {
    const now = this.#core.clock.now();
    const { gaps, standing } = open;
    // Further ahead than any pause it lies only when the clock was set back.
    if (now - gaps.lastAt > QUIET_MS || gaps.lastAt - now > LONGEST_GAP_PAUSE_MS) gaps.inRow = 0;
    const pauseMs = GAP_PAUSES_MS[gaps.inRow] ?? LONGEST_GAP_PAUSE_MS;
    const wantedAt = Math.max(now, gaps.inRow === 0 ? now : gaps.lastAt + pauseMs);
    // A refresh that is already wanted for later closes this gap too.
    if (standing.missedAt === null || standing.missedAt <= now) {
      standing.missedAt = wantedAt;
      gaps.inRow += 1;
      gaps.lastAt = wantedAt;
    }
    this.#told(entry, open);
  }

  async #merge(entry: SourceEntry, open: Open, changes: RealtimeChange[]): Promise<void> {
    const { store, clock } = this.#core;
    const now = () => clock.now();
    for (const { id } of changes) {
      if (id === null) continue;
      entry.running?.pushed.add(id);
      open.fetching.delete(id);
    }
    try {
      const api = openJsonApi(open.config);
      const { changed, named, unknown } = await mergePushed(store, api, entry, changes, now);
      const canFetch = open.config.push?.fetch !== undefined;
      // Not waited for: what comes meanwhile would be shown late.
      if (named.length > 0 && canFetch) void this.#fetch(entry, open, named);
      if (unknown > 0 || (named.length > 0 && !canFetch)) this.#missed(entry, open);
      if (changed > 0) {
        open.standing.lastChange = { version: entry.state.version, receivedAt: Math.min(...changes.map(({ receivedAt }) => receivedAt)) };
        this.#told(entry, open);
      }
    } catch (error) {
      this.#lost(entry, open, error);
    }
  }

  async #fetch(entry: SourceEntry, open: Open, ids: readonly string[]): Promise<void> {
    const run = Symbol('fetch');
    for (const id of ids) open.fetching.set(id, run);
    const isWanted = (id: string) => open.fetching.get(id) === run;
    try {
      await fetchNamed(this.#core, entry, open.config, ids, isWanted, open.stopping.signal);
      this.#told(entry, open);
    } catch (error) {
      this.#lost(entry, open, error);
    }
    for (const id of ids) if (isWanted(id)) open.fetching.delete(id);
  }

  /** Changes that came were not stored. They are lost here, but not upstream. */
  #lost(entry: SourceEntry, open: Open, error: unknown): void {
    if (open.stopping.signal.aborted) return;
    const why = error instanceof UpstreamError ? error.failure.message : (storeFailure(error)?.message ?? String(error));
    this.#core.log.error({ source: entry.id }, `pushed changes were not merged: ${why}`);
    this.#missed(entry, open);
  }
}
