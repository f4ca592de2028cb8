/** From where on the records of a source are among the newest. */
export interface Cutoff {
  /** Older ones go, milliseconds since the epoch. */
  moment: number;
  /** How many of those of just this moment go too, the first seen before the others. */
  ties: number;
}

const BUCKETS = 4096;

/**
 * The cutoff that keeps the newest `keep` of these moments; `null` when there are fewer. Pure. Counts in
 * buckets instead of sorting, so that a million moments take a few milliseconds.
 */
export function cutoffOf(moments: readonly number[], keep: number): Cutoff | null {
  if (moments.length < keep) return null;
  let among = moments;
  let left = keep;
  for (;;) {
    let lowest = Infinity;
    let highest = -Infinity;
    for (const moment of among) {
      if (moment < lowest) lowest = moment;
      if (moment > highest) highest = moment;
    }
    if (lowest === highest) return { moment: lowest, ties: among.length - left };
    const width = (highest - lowest) / BUCKETS;
    const bucketOf = (moment: number) => Math.min(BUCKETS - 1, Math.floor((moment - lowest) / width));
    const counts = new Uint32Array(BUCKETS);
    for (const moment of among) counts[bucketOf(moment)] = (counts[bucketOf(moment)] ?? 0) + 1;
    let bucket = BUCKETS - 1;
    while ((counts[bucket] ?? 0) < left) {
      left -= counts[bucket] ?? 0;
      bucket -= 1;
    }
    const wanted = bucket;
    among = among.filter((moment) => bucketOf(moment) === wanted);
  }
}
