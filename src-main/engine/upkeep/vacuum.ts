import type { Space } from '../../store/space.ts';
import type { Core } from '../core.ts';
import { IdleTimer } from './idle-timer.ts';

/** Free space below this is left for what comes next, bytes. */
const LEAST_BYTES = 1_048_576;
/** From this share of the file on free space is given back, and so much is left. */
const DUE_SHARE = 0.1;
const LEFT_SHARE = 0.05;

/** A step that takes longer is followed by a smaller one, and one that takes much less by a larger one, milliseconds. */
const STEP_MS = 4;
const FEWEST_PAGES = 8;
const MOST_PAGES = 1_024;

const PAUSE_MS = 100;

/** Whether so much of the file is free that it is worth giving back. Pure. */
export const isVacuumDue = ({ bytes, free }: Space): boolean => free >= Math.max(LEAST_BYTES, bytes * DUE_SHARE);

/** How many pages the next step gives back, after one of `pages` that took `ms`. Pure. */
export function nextPages(pages: number, ms: number): number {
  if (ms > STEP_MS) return Math.max(FEWEST_PAGES, Math.floor(pages / 2));
  return ms < STEP_MS / 4 ? Math.min(MOST_PAGES, pages * 2) : pages;
}

/** Gives free space of the database back to the disk, in steps that nobody notices, while nothing else is to be done. */
export class Vacuum {
  readonly #core: Core;
  readonly #timer: IdleTimer;
  readonly #storing: (work: () => void) => void;
  readonly #onEnd: () => void;
  #pages = FEWEST_PAGES;

  /** `storing` runs what writes and tells when the database refuses. */
  constructor(core: Core, isBusy: () => boolean, storing: (work: () => void) => void, onEnd: () => void) {
    this.#core = core;
    this.#timer = new IdleTimer(core.clock, isBusy, () => this.#step());
    this.#storing = storing;
    this.#onEnd = onEnd;
  }

  /** Begins where there is something to give back. */
  look(): void {
    const { space } = this.#core.store;
    if (!this.#timer.isWaiting && space.canShrink && isVacuumDue(space.show())) this.#timer.wait(PAUSE_MS);
  }

  stop(): void {
    this.#timer.stop();
  }

  #step(): void {
    const { space } = this.#core.store;
    const before = space.show();
    // Where the database refuses, the next look tries again.
    this.#storing(() => (this.#pages = nextPages(this.#pages, space.release(this.#pages))));
    const after = space.show();
    if (after.free < before.free && after.free > Math.max(LEAST_BYTES / 2, after.bytes * LEFT_SHARE)) this.#timer.wait(PAUSE_MS);
    else this.#onEnd();
  }
}
