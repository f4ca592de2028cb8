/** Numbers from 0 to below 1 that are the same for a seed (mulberry32). */
export type Random = () => number;

function generator(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The numbers of one round of one kind, whatever other rounds are tried with it. */
export function randomOf(seed: number, kind: string, round: number): Random {
  let mixed = seed;
  for (const letter of `${kind} ${round}`) mixed = Math.imul(mixed ^ letter.charCodeAt(0), 0x01000193);
  return generator(mixed);
}

/** A whole number from 0 to below `limit`. */
export const whole = (random: Random, limit: number): number => Math.floor(random() * limit);

/** One of these. */
export function oneOf<T>(random: Random, choices: readonly T[]): T {
  const chosen = choices[whole(random, choices.length)];
  if (chosen === undefined) throw new Error('there is nothing to choose from');
  return chosen;
}
