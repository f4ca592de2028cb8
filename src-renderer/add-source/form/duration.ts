import type { NumberText } from '../draft.ts';

export type DurationUnit = 's' | 'min' | 'h' | 'd';

export const DURATION_UNITS: readonly (readonly [DurationUnit, string])[] = [
  ['s', 's'],
  ['min', 'min'],
  ['h', 'h'],
  ['d', 'days'],
];

const SECONDS: Record<DurationUnit, number> = { s: 1, min: 60, h: 3_600, d: 86_400 };

/** The largest unit in which the length is a whole number. */
export function unitOf(seconds: NumberText): DurationUnit {
  if (seconds === '' || seconds === 0) return 'min';
  const fitting = (['d', 'h', 'min'] as const).find((unit) => seconds % SECONDS[unit] === 0);
  return fitting ?? 's';
}

/** Seconds in a unit, rounded so that typing stays possible. */
export function inUnit(seconds: NumberText, unit: DurationUnit): NumberText {
  return seconds === '' ? '' : Math.round((seconds / SECONDS[unit]) * 100) / 100;
}

export function toSeconds(value: NumberText, unit: DurationUnit): NumberText {
  return value === '' ? '' : Math.round(value * SECONDS[unit]);
}
