import { hostOf } from '../../../src-preload/contract/index.ts';
import { watchFile } from '../../connectors/push/file-watch.ts';
import { pathOf } from '../../connectors/transports/file.ts';
import { upstreamError } from '../../connectors/upstream-error.ts';
import { Latency } from '../calls/latency.ts';
import type { Core } from '../core.ts';
import type { PushStanding, SourceEntry } from '../source-entry.ts';
import type { RealtimeState } from './realtime.ts';
import { RealtimeStats } from './realtime-stats.ts';

/** Programs write a file in several steps; what counts is how it is when they are done, milliseconds. */
const SETTLE_MS = 250;

/** A folder that cannot be watched is tried again after so long, milliseconds. */
const AGAIN_MS = 60_000;

interface Watched {
  config: SourceEntry['config'];
  standing: PushStanding;
  stop(): void;
}

/** Watches the files that sources are read from: a change on disk makes its source due at once. */
export class FileWatches {
  readonly #core: Core;
  readonly #onChange: (entry: SourceEntry) => void;
  readonly #watched = new Map<SourceEntry, Watched>();

  /** `onChange` is called when a source has to be judged or shown anew. */
  constructor(core: Core, onChange: (entry: SourceEntry) => void) {
    this.#core = core;
    this.#onChange = onChange;
  }

  /** Begins, keeps or ends the watch on the file of a source. `mayRun`: nothing is paused, and calls are allowed. */
  settle(entry: SourceEntry, mayRun: boolean): void {
    const isWanted = mayRun && entry.config.url.startsWith('file:');
    const watched = this.#watched.get(entry);
    if (watched !== undefined && (!isWanted || watched.config !== entry.config)) {
      watched.stop();
      this.#watched.delete(entry);
      if (entry.push === watched.standing) entry.push = null;
    }
    if (isWanted && !this.#watched.has(entry)) this.#start(entry);
  }

  stopAll(): void {
    for (const entry of [...this.#watched.keys()]) this.settle(entry, false);
  }

  #start(entry: SourceEntry): void {
    const { clock } = this.#core;
    const stats = new RealtimeStats(clock.now());
    const state = {
      connected: false,
      since: clock.now(),
      lastMessageAt: null as number | null,
      messages: 0,
      reconnects: 0,
      nextTryAt: null as number | null,
      failure: null as RealtimeState['failure'],
    };
    let isStopped = false;
    let stopWatching = (): void => undefined;
    let cancelSettling: (() => void) | null = null;
    let cancelAgain = (): void => undefined;
    const standing: PushStanding = {
      state: () => ({
        ...state,
        aliveAt: state.connected ? Math.max(state.since, state.lastMessageAt ?? 0) : null,
        messagesPerMinute: stats.messagesPerMinute(clock.now()),
        uptimeShare: stats.uptimeShare(clock.now()),
        rejected: [],
      }),
      connectingUntil: () => null,
      missedAt: null,
      lastChange: null,
      latency: new Latency(),
    };
    const settled = () => {
      cancelSettling = null;
      standing.missedAt = clock.now();
      // That the file could not be read says nothing of the one that is there now.
      if (entry.state.obstacle?.kind !== 'cancelled') entry.state = { ...entry.state, obstacle: null };
      this.#onChange(entry);
    };
    const changed = () => {
      state.lastMessageAt = clock.now();
      state.messages += 1;
      stats.message(clock.now());
      cancelSettling ??= clock.after(SETTLE_MS, settled);
    };
    const setConnected = (connected: boolean, error: unknown) => {
      const now = clock.now();
      if (connected !== state.connected) state.since = now;
      state.connected = connected;
      stats.connection(connected, now);
      state.nextTryAt = connected ? null : now + AGAIN_MS;
      state.failure = connected ? null : unwatched(hostOf(entry.config.url), error);
    };
    const open = () => {
      try {
        stopWatching = watchFile(pathOf(entry.config.url), { onChange: changed, onEnd: (error) => lost(error) });
        setConnected(true, null);
      } catch (error) {
        lost(error);
      }
    };
    const lost = (error: unknown) => {
      setConnected(false, error);
      cancelAgain = clock.after(AGAIN_MS, () => {
        open();
        if (!state.connected) return;
        state.reconnects += 1;
        // What happened meanwhile was not seen.
        settled();
      });
    };
    open();
    entry.push = standing;
    this.#watched.set(entry, {
      config: entry.config,
      standing,
      stop: () => {
        if (isStopped) return;
        isStopped = true;
        stopWatching();
        cancelSettling?.();
        cancelAgain();
      },
    });
  }
}

function unwatched(path: string, error: unknown): RealtimeState['failure'] {
  const why = error instanceof Error ? error.message : String(error);
  return upstreamError(
    'unreachable',
    `The folder of ${path} cannot be watched: ${why}`,
    'Until it can, the file is looked at as often as the rule of the source says.',
  ).failure;
}
