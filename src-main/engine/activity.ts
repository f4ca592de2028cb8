import type { Activity, Session, SessionMode } from '../../src-preload/contract/index.ts';
import { HEARTBEAT_TIMEOUT_MS, toIso, toIsoOrNull } from '../../src-preload/contract/index.ts';
import type { Cancel, Clock } from './clock.ts';

interface LiveSession {
  id: string;
  kind: 'window' | 'tab';
  startedAt: number;
  lastBeatAt: number | null;
  focused: boolean;
  visible: boolean;
  /** Windows of the desktop are believed only what Electron says of them; a page cannot tell whether it is covered. */
  saidByHost: boolean;
  mode: SessionMode;
  /** When it last began to look. */
  openedAt: number;
  /** Whether its page is on a metered network. */
  metered: boolean;
}

/** While looking cannot be told, an opening counts for this long: enough for what is stale to be refreshed. */
const OPENING_MS = 60_000;

/** Whether anybody is looking, as `decide` needs it; milliseconds since the epoch. */
export interface Looking {
  active: boolean;
  lookingSince: number | null;
  lastLookedAt: number | null;
}

/**
 * Knows whether somebody is looking. A window or tab counts while heartbeats come from it; it stops counting
 * 300 s after the last one, and at once when it is closed, the screen is locked or the computer sleeps.
 */
export class ActivityTracker {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #sessions = new Map<string, LiveSession>();
  #locked = false;
  #suspended = false;
  #lookingSince: number | null = null;
  #lastLookedAt: number | null = null;
  #cancelExpiry: Cancel | null = null;
  #failure: string | null = null;

  /** `onChange` is called after every change of a session or of the whole. */
  constructor(clock: Clock, lastLookedAt: number | null, onChange: () => void) {
    this.#clock = clock;
    this.#lastLookedAt = lastLookedAt;
    this.#onChange = onChange;
  }

  open(id: string, kind: 'window' | 'tab'): void {
    const now = this.#clock.now();
    const before = this.#sessions.get(id);
    // The renderer of a window may crash and connect again: the session goes on.
    if (before !== undefined) return;
    this.#sessions.set(id, {
      id,
      kind,
      startedAt: now,
      lastBeatAt: null,
      focused: false,
      visible: false,
      saidByHost: false,
      mode: 'play',
      openedAt: now,
      metered: false,
    });
    this.settle();
  }

  close(id: string): void {
    if (this.#sessions.delete(id)) this.settle();
  }

  /** A page says that it is there. Returns whether the session counts as looking; `null` for an unknown session. */
  beat(id: string, page: { focused: boolean; visible: boolean; metered?: boolean }): boolean | null {
    const session = this.#sessions.get(id);
    if (session === undefined) return null;
    session.metered = page.metered ?? false;
    // A page believes that it is looked at for as long as it has the focus; the desktop knows whether anybody is there.
    if (!session.saidByHost) this.#see(session, page);
    this.settle();
    return this.#isActive(session, this.#clock.now());
  }

  /** What the desktop says of a window; from then on the page's own word does not count. */
  windowChanged(id: string, state: { focused: boolean; visible: boolean }): void {
    const session = this.#sessions.get(id);
    if (session === undefined) return;
    session.saidByHost = true;
    this.#see(session, state);
    this.settle();
  }

  /** Lock, sleep and idle time of the whole computer. */
  systemChanged(state: { locked?: boolean; suspended?: boolean; idleSeconds?: number }): void {
    const wasAway = this.#locked || this.#suspended;
    this.#locked = state.locked ?? this.#locked;
    this.#suspended = state.suspended ?? this.#suspended;
    const isAway = this.#locked || this.#suspended;
    const now = this.#clock.now();
    for (const session of this.#sessions.values()) {
      // Nobody touched the computer: the last sign of somebody looking is that old.
      if (state.idleSeconds !== undefined && session.lastBeatAt !== null)
        session.lastBeatAt = Math.min(session.lastBeatAt, now - state.idleSeconds * 1000);
      if (!isAway && this.#looks(session) && (wasAway || (state.idleSeconds ?? Infinity) < HEARTBEAT_TIMEOUT_MS / 1000)) {
        session.lastBeatAt = now - (state.idleSeconds ?? 0) * 1000;
      }
    }
    this.settle();
  }

  /**
   * Why it cannot be told whether anybody looks, in words for the user; `null` when it can again. Until then an opening
   * counts for a minute and nothing after it: what is stale is refreshed, and nobody's absence costs calls.
   */
  setFailure(failure: string | null): void {
    if (failure === this.#failure) return;
    this.#failure = failure;
    this.settle();
  }

  /** Whether a page that is connected is on a metered network. */
  get metered(): boolean {
    return [...this.#sessions.values()].some((session) => session.metered);
  }

  setMode(id: string, mode: SessionMode): void {
    const session = this.#sessions.get(id);
    if (session === undefined) return;
    session.mode = mode;
    if (this.#looks(session)) session.lastBeatAt = this.#clock.now();
    this.settle();
  }

  looking(): Looking {
    return { active: this.#lookingSince !== null, lookingSince: this.#lookingSince, lastLookedAt: this.#lastLookedAt };
  }

  /** The whole as the screen and the API show it. */
  show(): Activity {
    const now = this.#clock.now();
    return {
      active: this.#lookingSince !== null,
      lookingSince: toIsoOrNull(this.#lookingSince),
      lastLookedAt: toIsoOrNull(this.#lastLookedAt),
      locked: this.#locked,
      suspended: this.#suspended,
      failure: this.#failure,
      sessions: [...this.#sessions.values()].map((session): Session => {
        const active = this.#isActive(session, now);
        return {
          id: session.id,
          kind: session.kind,
          startedAt: toIso(session.startedAt),
          lastBeatAt: toIsoOrNull(session.lastBeatAt),
          expiresAt: active && session.lastBeatAt !== null ? toIso(session.lastBeatAt + HEARTBEAT_TIMEOUT_MS) : null,
          focused: session.focused,
          visible: session.visible,
          mode: session.mode,
          active,
        };
      }),
    };
  }

  stop(): void {
    this.#cancelExpiry?.();
    this.#cancelExpiry = null;
  }

  #see(session: LiveSession, state: { focused: boolean; visible: boolean }): void {
    const lookedBefore = this.#looks(session);
    session.focused = state.focused;
    session.visible = state.visible;
    if (!lookedBefore && this.#looks(session)) session.openedAt = this.#clock.now();
    // The moment of looking away is also the last sign of having looked.
    if (lookedBefore || this.#looks(session)) session.lastBeatAt = this.#clock.now();
  }

  #looks(session: LiveSession): boolean {
    return session.mode === 'always' || (session.focused && session.visible);
  }

  #isActive(session: LiveSession, now: number): boolean {
    if (this.#suspended || session.mode === 'pause') return false;
    if (this.#failure !== null) return now - session.openedAt < OPENING_MS;
    // 'Always' was asked for so that a window refreshes in the background, for as long as it is there.
    if (session.mode === 'always') return true;
    return !this.#locked && session.lastBeatAt !== null && now - session.lastBeatAt < HEARTBEAT_TIMEOUT_MS;
  }

  /** Call when time has jumped. Works out whether anybody looks now, remembers since when, and waits for the next session to run out. */
  settle(): void {
    const now = this.#clock.now();
    // Stamps from the future mean that the clock was set back; left alone they would keep a session alive for as long.
    for (const session of this.#sessions.values()) {
      session.openedAt = Math.min(session.openedAt, now);
      if (session.lastBeatAt !== null) session.lastBeatAt = Math.min(session.lastBeatAt, now);
    }
    if (this.#lookingSince !== null) this.#lookingSince = Math.min(this.#lookingSince, now);
    const active = [...this.#sessions.values()].filter((session) => this.#isActive(session, now));
    if (active.length > 0) {
      this.#lookingSince ??= now;
      this.#lastLookedAt = Math.max(...active.map((session) => session.lastBeatAt ?? now));
    } else {
      this.#lookingSince = null;
    }
    this.#cancelExpiry?.();
    this.#cancelExpiry = null;
    const expiries =
      this.#failure === null
        ? active.filter((session) => session.mode !== 'always').map((session) => (session.lastBeatAt ?? now) + HEARTBEAT_TIMEOUT_MS - now)
        : active.map((session) => session.openedAt + OPENING_MS - now);
    if (expiries.length > 0) {
      this.#cancelExpiry = this.#clock.after(Math.min(HEARTBEAT_TIMEOUT_MS, Math.max(1, Math.min(...expiries))), () => this.settle());
    }
    this.#onChange();
  }
}
