import type { Retention } from '../../../src-preload/contract/index.ts';

const DAY_MS = 86_400_000;

/** Records of a moment before this are too old by the rule, milliseconds since the epoch; `null` when it goes by number only. */
export function olderThanMs({ olderThanDays }: Retention, now: number): number | null {
  return olderThanDays === undefined ? null : now - olderThanDays * DAY_MS;
}

/** Only records that were first seen before this may go: what has just come can always be looked at for a day. */
export const firstSeenBefore = (now: number): number => now - DAY_MS;
