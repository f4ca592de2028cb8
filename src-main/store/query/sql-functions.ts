import type { Db } from '../database.ts';
import { GRAINS, type Grain, TimeBuckets } from './time-buckets.ts';

/** What the functions go by; it is set before each query. */
export interface FunctionState {
  nowMs: number;
  timeZone: string;
  /** The quota windows, as JSON. */
  quotas: string;
}

/** A function was used in a way that makes no sense. The message says so. */
export class FunctionMistake extends Error {
  override name = 'FunctionMistake';
}

const UNITS: Record<string, number> = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 };

/** '90 minutes' as milliseconds. Throws `FunctionMistake`. */
export function lengthOf(text: unknown): number {
  const [, amount = '', unit = ''] = /^\s*(\d+(?:\.\d+)?)?\s*(second|minute|hour|day|week)s?\s*$/i.exec(String(text)) ?? [];
  const unitMs = UNITS[unit.toLowerCase()];
  if (unitMs === undefined)
    throw new FunctionMistake(`ago() takes a length such as '90 minutes', '1 day' or '2 weeks', not '${String(text)}'.`);
  return (amount === '' ? 1 : Number(amount)) * unitMs;
}

/** A moment as milliseconds since the epoch: a number, or a time as text such as 2026-11-21T09:12:00Z. `null` for anything else. */
export function momentOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string') return null;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? null : ms;
}

/** What can be used in SQL beyond SQLite's own functions, as the editor shows it. */
export const FUNCTIONS = [
  {
    name: 'time_bucket',
    usage: "time_bucket(time, 'hour')",
    about: `The beginning of the ${GRAINS.join(', ')} that holds a moment, in your time zone, as milliseconds. Takes milliseconds or a time as text.`,
  },
  { name: 'ms', usage: 'ms(time)', about: 'A time as text, as milliseconds.' },
  { name: 'now', usage: 'now()', about: 'This moment, as milliseconds.' },
  { name: 'ago', usage: "ago('7 days')", about: 'The moment so long ago, as milliseconds: seconds, minutes, hours, days or weeks.' },
  { name: 'latest', usage: 'latest(value, time)', about: 'Of a group, the value with the greatest time.' },
  { name: 'median', usage: 'median(value)', about: 'Of a group, the value in the middle.' },
  { name: 'percentile', usage: 'percentile(value, 95)', about: 'Of a group, the value below which so many percent lie.' },
  { name: 'json_extract', usage: "json_extract(fields, '$.venue.name')", about: 'A value within JSON.' },
] as const;

interface Latest {
  value: unknown;
  time: number;
}

const isGrain = (text: unknown): text is Grain => (GRAINS as readonly unknown[]).includes(text);

/** Makes the functions known to a connection. `state` is read at each call. Medians and percentiles are SQLite's own. */
export function defineFunctions(db: Db, state: Readonly<FunctionState>): void {
  let buckets = { timeZone: '', of: new TimeBuckets('UTC') };
  const fixed = { deterministic: true } as const;
  db.function('time_bucket', fixed, (time: unknown, grain: unknown) => {
    const ms = typeof time === 'number' ? time : momentOf(time);
    if (!isGrain(grain)) throw new FunctionMistake(`time_bucket() cuts to ${GRAINS.join(', ')}, not '${String(grain)}'.`);
    if (ms === null) return null;
    if (buckets.timeZone !== state.timeZone) buckets = { timeZone: state.timeZone, of: new TimeBuckets(state.timeZone) };
    return buckets.of.startOf(ms, grain);
  });
  db.function('ms', fixed, (time: unknown) => momentOf(time));
  db.function('now', fixed, () => state.nowMs);
  db.function('ago', fixed, (length: unknown) => state.nowMs - lengthOf(length));
  db.function('quotas_now', fixed, () => state.quotas);
  db.aggregate('latest', {
    ...fixed,
    start: (): Latest => ({ value: null, time: -Infinity }),
    // The library counts the parameters to know how many values the function takes; its types know of one.
    step: ((best: Latest, value: unknown, time: unknown): Latest => {
      const ms = momentOf(time) ?? -Infinity;
      return value !== null && ms >= best.time ? { value, time: ms } : best;
    }) as (best: Latest, ...values: unknown[]) => Latest,
    result: ({ value }: Latest) => value,
  });
}
