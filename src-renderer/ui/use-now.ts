import { useSyncExternalStore } from 'react';

const TICK_MS = 1_000;
const SECONDS_MS = 60_000;
const OLD_MS = 10 * 60_000;

const listeners = new Set<() => void>();
const latched = new Map<number, number>();
let clock = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  clock = Date.now();
  for (const listener of listeners) listener();
}

// A browser slows the timers of a hidden page down; what comes back into view must be right at once.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') tick();
});

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    clock = Date.now();
    timer = setInterval(tick, TICK_MS);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

function every(everyMs: number): number {
  const last = latched.get(everyMs) ?? 0;
  if (clock - last < everyMs && clock >= last) return last;
  latched.set(everyMs, clock);
  return clock;
}

function stepFor(ageMs: number): number {
  if (ageMs < SECONDS_MS) return TICK_MS;
  return ageMs > OLD_MS ? 15_000 : 30_000;
}

/** The time for display, in milliseconds since the epoch. One timer serves all; a user renders only at its own pace. */
export function useNow(everyMs: number): number {
  return useSyncExternalStore(subscribe, () => every(everyMs));
}

/** The time for display beside the age of one moment: moves in steps that fit that age, exactly on its full minutes. */
export function useNowFor(iso: string | null): number {
  const then = iso === null ? null : Date.parse(iso);
  return useSyncExternalStore(subscribe, () => {
    if (then === null || Number.isNaN(then)) return every(OLD_MS);
    const age = Math.max(0, clock - then);
    const step = stepFor(age);
    return then + Math.floor(age / step) * step;
  });
}
