/** Pauses after tries that failed, milliseconds; the last one is repeated. */
const PAUSES_MS = [10_000, 60_000, 300_000, 1_800_000, 3_600_000];

/** A message that could not be sent for so long says nothing that is still true, milliseconds. */
const GIVEN_UP_AFTER_MS = 24 * 3_600_000;

/** Longer than this nobody's Retry-After is followed, milliseconds. */
const LONGEST_WAIT_MS = 6 * 3_600_000;

/**
 * When a message that could not be sent is tried again, milliseconds since the epoch; `null`: it is given up.
 * `firstAt`: when it was to be sent. `tries`: so far. `retryAfterMs`: what the receiver asked for. Pure.
 */
export function nextTryAt(firstAt: number, tries: number, now: number, retryAfterMs: number | null): number | null {
  const usual = PAUSES_MS[Math.min(Math.max(0, tries - 1), PAUSES_MS.length - 1)] ?? 0;
  const at = now + Math.max(usual, Math.min(retryAfterMs ?? 0, LONGEST_WAIT_MS));
  return at - firstAt > GIVEN_UP_AFTER_MS ? null : at;
}
