import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from './random.ts';

/** The system's timers are no finer, milliseconds. */
const TIMER_MS = 2;

/** How much longer the next draw may be after a kill that landed; most of what was aimed at may lie further on. */
const REACH = 1.08;

/** Draws moments over the length of an operation, which it learns from those that ended before they were hit. */
export class Aim {
  #lengthMs: number;

  constructor(guessMs: number) {
    this.#lengthMs = guessMs;
  }

  draw(random: Random): number {
    return random() * this.#lengthMs;
  }

  landed(): void {
    this.#lengthMs *= REACH;
  }

  /** `tookMs`: how long it took this time, where that is known. */
  missed(tookMs: number | null): void {
    this.#lengthMs = Math.max(0.2, tookMs ?? this.#lengthMs / REACH);
  }
}

/** Waits until so long after a moment of `performance.now()`, as exactly as the system allows. */
export async function until(from: number, afterMs: number): Promise<void> {
  const rest = () => from + afterMs - performance.now();
  if (rest() > TIMER_MS) await sleep(rest() - TIMER_MS);
  while (rest() > 0);
}
