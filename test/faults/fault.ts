import type { Random } from './random.ts';

/** Something that was promised does not hold. */
export class Lost extends Error {
  override name = 'Lost';
}

/** Throws `Lost` in words unless something holds. */
export function expectThat(holds: boolean, words: string): asserts holds {
  if (!holds) throw new Lost(words);
}

export interface AttemptOptions {
  random: Random;
  /** How long after the beginning to kill, milliseconds; drawn where it is `null`. */
  atMs: number | null;
  /** Is told what exactly is done, and for a kill how long after the beginning, before anything is looked at. */
  note: (moment: string, atMs?: number) => void;
}

/** Rounds of one kind after one another on a folder of their own. */
export interface Ground {
  /**
   * Tries one fault. Gives whether it hit what it names; one that did not is repeated and not counted. Throws `Lost` when
   * something that was promised does not hold afterwards.
   */
  attempt(options: AttemptOptions): Promise<boolean>;
  close(): Promise<void>;
}

/** One kind of fault. */
export interface Kind {
  name: string;
  group: 'kill' | 'corruption' | 'surroundings';
  /** What counts as within, or what is done, for the table. */
  what: string;
  rounds: number;
  /** Of these, how many a sample tries. */
  sampled: number;
  /** How many rounds follow one another on one folder. */
  roundsPerGround: number;
  /** Why it cannot be tried here; `null` where it can. */
  obstacle?: () => string | null;
  open(): Promise<Ground>;
}
