import { FIXED_POLLING_MS } from '../../../src-preload/contract/index.ts';

const DAY_MS = 86_400_000;

/** A stretch longer than this between two looks means that the computer slept; nothing would have polled then either. */
export const ASLEEP_AFTER_MS = 10 * 60_000;

const ticksBefore = (ms: number) => Math.ceil(ms / FIXED_POLLING_MS);

/**
 * The calls that polling every 5 minutes, on the full 5 minutes, would have made from `from` to before `to`
 * (milliseconds since the epoch), by the start of the UTC day. A whole day has 288.
 */
export function fixedCalls(from: number, to: number): Map<number, number> {
  const byDay = new Map<number, number>();
  for (let start = from; start < to;) {
    const day = Math.floor(start / DAY_MS) * DAY_MS;
    const end = Math.min(to, day + DAY_MS);
    const calls = ticksBefore(end) - ticksBefore(start);
    if (calls > 0) byDay.set(day, calls);
    start = end;
  }
  return byDay;
}
