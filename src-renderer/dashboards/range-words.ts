import { durationWords } from '../../src-preload/contract/index.ts';
import type { TimeRange } from '../../src-preload/contract/index.ts';
import { timeWords } from '../ui/format.ts';

const DAY = 86_400;

/** The lengths that are offered, in seconds. */
export const rangePresets: readonly { lastSeconds: number; words: string }[] = [
  { lastSeconds: 900, words: 'Last 15 min' },
  { lastSeconds: 3_600, words: 'Last hour' },
  { lastSeconds: 6 * 3_600, words: 'Last 6 h' },
  { lastSeconds: DAY, words: 'Last 24 h' },
  { lastSeconds: 7 * DAY, words: 'Last 7 days' },
  { lastSeconds: 30 * DAY, words: 'Last 30 days' },
  { lastSeconds: 90 * DAY, words: 'Last 90 days' },
  { lastSeconds: 365 * DAY, words: 'Last 365 days' },
];

/** 'Last 24 h', 'All time', '19 Nov, 09:00 – 12:00'. */
export function rangeWords(range: TimeRange): string {
  if ('all' in range) return 'All time';
  if ('lastSeconds' in range)
    return rangePresets.find(({ lastSeconds }) => lastSeconds === range.lastSeconds)?.words ?? `Last ${durationWords(range.lastSeconds)}`;
  return `${timeWords(range.from)} – ${timeWords(range.to)}`;
}

/** A moment as an input of type datetime-local holds it, in the local time zone. */
export function localInput(ms: number): string {
  const date = new Date(ms);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The stretch between two such inputs; words say what is wrong with them. */
export function customRange(from: string, to: string): TimeRange | string {
  const [start, end] = [new Date(from), new Date(to)];
  if (Number.isNaN(start.getTime())) return 'Say when it begins.';
  if (Number.isNaN(end.getTime())) return 'Say when it ends.';
  if (end <= start) return 'The end must come after the beginning.';
  return { from: start.toISOString(), to: end.toISOString() };
}

const DAY_MS = 86_400_000;

/** Where a range begins and ends, in milliseconds since the epoch; of all time, the last day. */
export function boundsOf(range: TimeRange, nowMs: number): [fromMs: number, toMs: number] {
  if ('from' in range) return [Date.parse(range.from), Date.parse(range.to)];
  return [nowMs - ('lastSeconds' in range ? range.lastSeconds * 1000 : DAY_MS), nowMs];
}

/** The stretch before or after, of the same length; null where there is none: before all time, and after now. */
export function stepped(range: TimeRange, direction: -1 | 1, nowMs: number): TimeRange | null {
  if ('all' in range || ('lastSeconds' in range && direction > 0)) return null;
  const [from, to] = boundsOf(range, nowMs);
  const shift = direction * (to - from);
  return { from: new Date(from + shift).toISOString(), to: new Date(to + shift).toISOString() };
}
