import type { Savings, SavingsDay } from '../../src-preload/contract/index.ts';

const DAY_MS = 86_400_000;
const DAY_S = 86_400;

/** A shorter history is drawn with empty days before it, so that the first day is no wall. */
const FEWEST_DAYS = 7;

/** One UTC day of a span. */
export interface ShownDay {
  /** YYYY-MM-DD. */
  day: string;
  /** `null` where nothing was counted, which is not the same as no calls. */
  counted: SavingsDay | null;
  /** From 0 to 1: for how much of the day fixed polling was counted; `null` where there was none to count. */
  share: number | null;
}

/** For how much of a day fixed polling was counted, from 0 to 1; `null` for a day without any. */
function shareOf({ fixedCalls, compared }: SavingsDay, everySeconds: number): number | null {
  return compared === 0 ? null : Math.min(1, fixedCalls / (compared * (DAY_S / everySeconds)));
}

/** Whether days without numbers lie between, or after, those with some. */
export function hasGaps(days: readonly ShownDay[]): boolean {
  return days.slice(days.findIndex(({ counted }) => counted !== null)).some(({ counted }) => counted === null);
}

/** Every day of the span, the oldest first, without the empty ones before the first number. */
export function shownDays({ from, to, items, everySeconds }: Pick<Savings, 'from' | 'to' | 'items' | 'everySeconds'>): ShownDay[] {
  const byDay = new Map(items.map((item) => [item.day, item]));
  const last = Date.parse(to);
  const first = Math.max(Date.parse(from), Math.min(Date.parse(items[0]?.day ?? to), last - (FEWEST_DAYS - 1) * DAY_MS));
  const days: ShownDay[] = [];
  for (let ms = first; ms <= last; ms += DAY_MS) {
    const day = new Date(ms).toISOString().slice(0, 10);
    const counted = byDay.get(day) ?? null;
    days.push({ day, counted, share: counted === null ? null : shareOf(counted, everySeconds) });
  }
  return days;
}
