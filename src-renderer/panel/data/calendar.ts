import type { PanelShow } from '../../../src-preload/contract/index.ts';
import { cellAt, columnAt, columnOr, holdsNumbers, holdsText, holdsTimes, numberOf, textOf, timeOf } from './cells.ts';
import type { PanelRows } from './cells.ts';

export interface CalendarEvent {
  atMs: number;
  endMs: number | null;
  title: string;
  value: number | null;
}

export interface CalendarDay {
  /** Local midnight. */
  date: Date;
  inMonth: boolean;
  events: CalendarEvent[];
}

/** The rows as events, earliest first; rows without a time are left out. */
export function eventsOf({ columns, rows }: PanelRows, show: Extract<PanelShow, { kind: 'calendar' }>): CalendarEvent[] {
  const timeAt = columnOr(columns, show.time, holdsTimes);
  const endAt = columnAt(columns, show.end);
  const titleAt = columnOr(columns, show.title, holdsText);
  const valueAt = show.value === undefined ? -1 : columnOr(columns, show.value, holdsNumbers);
  return rows
    .flatMap((row): CalendarEvent[] => {
      const atMs = timeOf(cellAt(row, timeAt));
      if (timeAt < 0 || atMs === null) return [];
      return [
        {
          atMs,
          endMs: endAt < 0 ? null : timeOf(cellAt(row, endAt)),
          title: titleAt < 0 ? '' : textOf(cellAt(row, titleAt)),
          value: valueAt < 0 ? null : numberOf(cellAt(row, valueAt)),
        },
      ];
    })
    .sort((a, b) => a.atMs - b.atMs);
}

const dayKey = (date: Date) => `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;

/** The weeks of a month in the local time zone, whole weeks from `firstWeekday` on (0: Sunday). An event that lasts stands on each of its days. */
export function monthOf(events: readonly CalendarEvent[], year: number, month: number, firstWeekday: number): CalendarDay[][] {
  const byDay = new Map<string, CalendarEvent[]>();
  for (const event of events) {
    const last = new Date(Math.max(event.atMs, (event.endMs ?? event.atMs) - 1));
    const day = new Date(event.atMs);
    // A year of days is more than a month can show; a wrong end must not take for ever.
    for (let count = 0; count < 366; count += 1) {
      const key = dayKey(day);
      byDay.set(key, [...(byDay.get(key) ?? []), event]);
      if (key === dayKey(last)) break;
      day.setDate(day.getDate() + 1);
    }
  }
  const first = new Date(year, month, 1);
  const lead = (first.getDay() - firstWeekday + 7) % 7;
  const days = new Date(year, month + 1, 0).getDate();
  const weeks = Math.ceil((lead + days) / 7);
  return Array.from({ length: weeks }, (_week, week) =>
    Array.from({ length: 7 }, (_day, day) => {
      const date = new Date(year, month, 1 - lead + week * 7 + day);
      return { date, inMonth: date.getMonth() === month, events: byDay.get(dayKey(date)) ?? [] };
    }),
  );
}

/** The day on which weeks begin where the user lives, 0: Sunday. */
export function firstWeekday(locale: string): number {
  const known = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } };
  return (known.getWeekInfo?.().firstDay ?? known.weekInfo?.firstDay ?? 1) % 7;
}
