import type { Outcome } from '../../src-preload/contract/index.ts';

const names: Record<Outcome, string> = {
  changed: 'Changed',
  unchanged: 'Unchanged',
  'not-modified': 'Not modified',
  failed: 'Failed',
  cancelled: 'Cancelled',
  lost: 'Lost',
};

export const outcomes = Object.keys(names) as readonly Outcome[];

export function outcomeName(outcome: Outcome | null): string {
  return outcome === null ? 'Running' : names[outcome];
}
