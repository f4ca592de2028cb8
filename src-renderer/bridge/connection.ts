import type { FreshetEvent } from '../../src-preload/contract/index.ts';
import type { FreshetClient } from './client.ts';
import { frameBatch } from './frame-batch.ts';
import { startHeartbeat } from './heartbeat.ts';
import { takeEvents, useFreshet } from './store.ts';
import { SignInNeeded } from './wire.ts';
import type { OpenWire, Wire } from './wire.ts';

const RETRY_AFTER_MS = [500, 1_000, 2_000, 5_000];
const MODE_KEY = 'freshet.mode';

let current: FreshetClient | null = null;
let wakeUp: () => void = () => undefined;

/** The client of the open connection. Throws while there is none. */
export function api(): FreshetClient {
  if (current === null) throw new Error('Freshet is not connected at the moment. It tries again by itself.');
  return current;
}

/** Tries to connect now instead of at the next planned time. */
export function connectNow(): void {
  wakeUp();
}

/** Resolves when the connection, which is about to be lost, is open again; after `atMostMs` in any case. */
export function reconnected(atMostMs: number): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(settle, atMostMs);
    const stop = useFreshet.subscribe((state, before) => {
      if (state.link === 'open' && before.link !== 'open') settle();
    });
  });
}

function pause(ms: number | null): Promise<void> {
  return new Promise((resolve) => {
    const timer = ms === null ? undefined : setTimeout(resolve, ms);
    wakeUp = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

/** A window keeps its Play / Pause / Always over a lost connection, which the engine sees as a new session. */
export async function setWindowMode(mode: 'play' | 'pause' | 'always'): Promise<void> {
  const activity = await api().activity.mode({ mode });
  sessionStorage.setItem(MODE_KEY, mode);
  useFreshet.setState({ activity });
}

async function restoreMode(): Promise<void> {
  const mode = sessionStorage.getItem(MODE_KEY);
  if (mode === 'pause' || mode === 'always') await setWindowMode(mode);
}

async function follow(wire: Wire): Promise<void> {
  const batch = frameBatch<FreshetEvent>(takeEvents);
  const events = await wire.client.events.subscribe();
  for await (const event of events) {
    // The first paint does not wait for a frame.
    if (event.type === 'snapshot') {
      takeEvents([event]);
      useFreshet.setState({ link: 'open' });
    } else batch(event);
  }
}

async function live(wire: Wire): Promise<'lost' | 'sign-in'> {
  current = wire.client;
  const stopHeartbeat = startHeartbeat(wire.client, {
    onSession: (sessionId) => useFreshet.setState({ sessionId }),
    onSilence: wire.close,
  });
  // Events that end without the connection ending would leave a screen that silently stands still.
  const followed = follow(wire).then(wire.close, wire.close);
  restoreMode().catch(() => undefined);
  const end = await Promise.race([wire.closed, followed.then(() => wire.closed.then((how) => how))]);
  stopHeartbeat();
  current = null;
  return end;
}

/** Connects, follows the events, and connects again whenever the connection is lost. Never returns. */
export async function runConnection(open: OpenWire): Promise<never> {
  let failed = 0;
  for (;;) {
    try {
      const wire = await open();
      failed = 0;
      const end = await live(wire);
      if (end === 'sign-in') throw new SignInNeeded(true);
      useFreshet.setState({ link: 'lost' });
    } catch (error) {
      if (error instanceof SignInNeeded) {
        useFreshet.setState({ link: error.refused ? 'refused' : 'sign-in' });
        await pause(null);
        useFreshet.setState({ link: 'connecting' });
        continue;
      }
      useFreshet.setState({ link: 'lost' });
    }
    await pause(RETRY_AFTER_MS[Math.min(failed, RETRY_AFTER_MS.length - 1)] ?? null);
    failed += 1;
  }
}
