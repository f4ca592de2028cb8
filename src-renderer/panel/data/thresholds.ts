import type { Threshold } from '../../../src-preload/contract/index.ts';

export type Tone = Threshold['tone'];

/** A tone in words, for those who do not see its colour. */
export const toneWords: Record<Tone, string> = {
  good: 'good',
  notice: 'worth a look',
  warning: 'warning',
  bad: 'bad',
};

/** The tone of a value: that of the highest threshold which it has reached; null below all of them. */
export function toneOf(value: number | null, thresholds: readonly Threshold[]): Tone | null {
  if (value === null) return null;
  let reached: Threshold | null = null;
  for (const threshold of thresholds) {
    if (value >= threshold.from && (reached === null || threshold.from >= reached.from)) reached = threshold;
  }
  return reached?.tone ?? null;
}
