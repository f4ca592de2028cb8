import { z } from 'zod';

/** A moment on the wire: ISO 8601 in UTC with milliseconds, for example `2026-11-21T09:12:00.000Z`. */
export const isoTime = z.iso.datetime().meta({ examples: ['2026-11-21T09:12:00.000Z'] });

/** Milliseconds since the epoch to the wire form. */
export function toIso(ms: number): string {
  return new Date(ms).toISOString();
}

/** Milliseconds since the epoch to the wire form; `null` and the infinities (never, always) stay `null`. */
export function toIsoOrNull(ms: number | null): string | null {
  return ms === null || !Number.isFinite(ms) ? null : new Date(ms).toISOString();
}
