import type { Cancel, Clock } from '../../src-main/engine/clock.ts';

interface Timer {
  at: number;
  order: number;
  run: () => void;
}

/** Lets everything that waits for no timer of ours run: promises, and sockets of this machine. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A clock that moves only when told to. Timers run in order; the wall clock may be set apart from them. */
export class SimClock implements Clock {
  #elapsed = 0;
  #wall: number;
  #order = 0;
  readonly #timers = new Set<Timer>();

  constructor(startIso = '2026-11-20T00:00:00.000Z') {
    this.#wall = Date.parse(startIso);
  }

  now(): number {
    return this.#wall + this.#elapsed;
  }

  after(delayMs: number, run: () => void): Cancel {
    const timer = { at: this.#elapsed + Math.max(0, delayMs), order: (this.#order += 1), run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  get pending(): number {
    return this.#timers.size;
  }

  /** Sets the computer's clock; timers go on as if nothing had happened. */
  setWall(byMs: number): void {
    this.#wall += byMs;
  }

  /** The computer sleeps: time passes and no timer runs. Those that were due run right after waking. */
  async sleep(byMs: number, settled: () => boolean = () => true): Promise<void> {
    this.#wall += byMs;
    await this.advance(0, settled);
  }

  /** Lets time pass. After each timer it waits until `settled` holds, so that real calls in between take no simulated time. */
  async advance(byMs: number, settled: () => boolean = () => true): Promise<void> {
    const until = this.#elapsed + byMs;
    await this.settle(settled);
    for (;;) {
      const next = [...this.#timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#elapsed = Math.max(this.#elapsed, next.at);
      next.run();
      await this.settle(settled);
    }
    this.#elapsed = until;
  }

  /** Runs everything that needs no simulated time, until `settled` holds. */
  async settle(settled: () => boolean): Promise<void> {
    do await turn();
    while (!settled());
  }
}
