import type { Incremental } from '../../../src-preload/contract/index.ts';
import { readPath, toIso, utcTime } from '../../../src-preload/contract/index.ts';
import { readTime } from '../../connectors/when.ts';

type Format = Incremental['format'];

/**
 * How finely the parameter counts, milliseconds. ISO 8601 is written in whole seconds, which every server takes.
 * A mark is floored to it, so that rounding never skips a record.
 */
const UNIT_MS: Record<Exclude<Format, 'text'>, number> = { iso: 1000, 'unix-seconds': 1000, 'unix-milliseconds': 1 };

const WHOLE_NUMBER = /^(0|[1-9]\d*)$/;

/** From where on a source asks: the value of its parameter, and the moment that it stands for where it is one. */
export interface Since {
  value: string;
  atMs: number | null;
}

/** The mark as a moment, milliseconds since the epoch; `null` where it is text or there is none. */
export function markMs({ format }: Pick<Incremental, 'format'>, mark: string | null): number | null {
  return mark === null || format === 'text' ? null : Number(mark);
}

/**
 * From where on to ask for what is not known yet. Never from the mark itself on but from before it: other records may
 * carry the very same value, and the server may leave them out or not.
 */
export function sinceOf({ format, lookBackSeconds }: Incremental, mark: string): Since {
  if (format === 'text') {
    const value = WHOLE_NUMBER.test(mark) && mark !== '0' ? String(BigInt(mark) - 1n) : mark;
    return { value, atMs: null };
  }
  const unitMs = UNIT_MS[format];
  const fromMs = Math.max(0, Number(mark) - Math.max(lookBackSeconds * 1000, unitMs));
  const atMs = Math.floor(fromMs / unitMs) * unitMs;
  if (format === 'iso') return { value: toIso(atMs).replace('.000Z', 'Z'), atMs };
  return { value: String(atMs / unitMs), atMs };
}

/** The cursor value of a record as a mark; `null` where it has none that can be read. */
function markOf(format: Format, value: unknown): string | null {
  if (format !== 'text') {
    const ms = readTime(value);
    return ms === null ? null : String(ms);
  }
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : null;
}

function isLater(format: Format, a: string, b: string): boolean {
  if (format !== 'text') return Number(a) > Number(b);
  return WHOLE_NUMBER.test(a) && WHOLE_NUMBER.test(b) ? BigInt(a) > BigInt(b) : a > b;
}

/** The later of two marks. */
export function laterMark({ format }: Pick<Incremental, 'format'>, a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return isLater(format, b, a) ? b : a;
}

/**
 * The greatest cursor value among records; `null` where none has one. What claims to come from after `now` counts as
 * `now`: a single wrong date would otherwise hide everything until then.
 */
export function markAmong(
  { format, field }: Pick<Incremental, 'format'> & { field: string },
  records: Iterable<{ fields: Record<string, unknown> }>,
  now: number,
): string | null {
  let mark: string | null = null;
  for (const { fields } of records) {
    const own = markOf(format, readPath(fields, field).value);
    mark = laterMark({ format }, mark, own);
  }
  return mark !== null && format !== 'text' ? String(Math.min(Number(mark), now)) : mark;
}

/** What was asked for, for the history. */
export function sinceWords(since: Since): string {
  return since.atMs === null
    ? `Asked for what comes from ${since.value.slice(0, 60)} on.`
    : `Asked for what changed since ${utcTime(toIso(since.atMs))}.`;
}
