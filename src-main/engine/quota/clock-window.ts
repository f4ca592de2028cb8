import type { QuotaPeriod } from '../../../src-preload/contract/index.ts';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600 * SECOND_MS;
const DAY_MS = 24 * HOUR_MS;

/** Periods that are as long everywhere: every time zone of today is off UTC by quarters of an hour. */
const FIXED_MS = { second: SECOND_MS, minute: 60 * SECOND_MS, 'quarter-hour': 900 * SECOND_MS } as const;

/** No time zone is further off UTC than this, and none changes twice within it. */
const FURTHEST_MS = 36 * HOUR_MS;

/** A window aligned to the clock: from `start` to before `end`, milliseconds since the epoch. */
export interface ClockWindow {
  start: number;
  end: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  });
  formats.set(timeZone, made);
  return made;
}

/** What the clock of a time zone shows at a moment, written as if it were UTC. */
function localTime(timeZone: string, at: number): number {
  const whole = Math.floor(at / SECOND_MS) * SECOND_MS;
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(whole)
      .map(({ type, value }) => [type, value]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => Number(parts.get(name));
  const year = parts.get('era') === 'BC' ? 1 - part('year') : part('year');
  const local = new Date(0);
  local.setUTCFullYear(year, part('month') - 1, part('day'));
  local.setUTCHours(part('hour'), part('minute'), part('second'));
  return local.getTime() + (at - whole);
}

const offset = (timeZone: string, at: number) => localTime(timeZone, at) - at;

/** The first moment in (`from`, `to`] at which `holds`, which does not at `from` and does at `to`. */
function firstMoment(from: number, to: number, holds: (at: number) => boolean): number {
  let [before, after] = [from, to];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (holds(middle)) after = middle;
    else before = middle;
  }
  return after;
}

/**
 * The first moment at which the clock shows `local` or later. An hour that is skipped begins when the clocks are set, and
 * one that comes twice begins the first time.
 */
function firstShowing(timeZone: string, local: number): number {
  const offsets = [offset(timeZone, local - FURTHEST_MS), offset(timeZone, local + FURTHEST_MS)];
  const moments = offsets.map((each) => local - each);
  const showing = moments.filter((moment) => localTime(timeZone, moment) === local);
  if (showing.length > 0) return Math.min(...showing);
  return firstMoment(Math.min(...moments), Math.max(...moments), (at) => localTime(timeZone, at) >= local);
}

/** The start of the day or month that is `ahead` of the one that shows at `local`, as its clock shows it. */
function localStart(per: 'day' | 'month', local: number, ahead: number): number {
  const date = new Date(local);
  return per === 'day'
    ? Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + ahead)
    : Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ahead, 1);
}

/** A day has 23, 24 or 25 hours, a month a little more or less than its days. */
function calendarWindow(per: 'day' | 'month', timeZone: string, now: number): ClockWindow {
  const local = localTime(timeZone, now);
  let ahead = 0;
  let start = firstShowing(timeZone, localStart(per, local, ahead));
  let end = firstShowing(timeZone, localStart(per, local, ahead + 1));
  // Clocks that are set back over midnight show the day before once more; what has begun goes on.
  while (end <= now) {
    ahead += 1;
    start = end;
    end = firstShowing(timeZone, localStart(per, local, ahead + 1));
  }
  return { start, end };
}

/** An hour by the clock. It is cut where the clocks are set by less than an hour, as on Lord Howe Island. */
function hourWindow(timeZone: string, now: number): ClockWindow {
  const here = offset(timeZone, now);
  const start = Math.floor((now + here) / HOUR_MS) * HOUR_MS - here;
  const end = start + HOUR_MS;
  const isSame = (at: number) => offset(timeZone, at) === here;
  return {
    start: isSame(start) ? start : firstMoment(start, now, isSame),
    end: isSame(end - 1) ? end : firstMoment(now, end - 1, (at) => !isSame(at)),
  };
}

/** Windows are asked about again and again while the same one goes on. */
const lastWindows = new Map<string, ClockWindow>();

/**
 * The window aligned to the clock of a time zone that holds `now`. Strava's quarter hours begin at :00, :15, :30 and :45.
 * Windows follow one another without a gap, whatever is done to the clocks.
 */
export function clockWindow(per: QuotaPeriod, timeZone: string, now: number): ClockWindow {
  if (per !== 'hour' && per !== 'day' && per !== 'month') {
    const start = Math.floor(now / FIXED_MS[per]) * FIXED_MS[per];
    return { start, end: start + FIXED_MS[per] };
  }
  if (timeZone === 'UTC') {
    if (per === 'month') return { start: localStart(per, now, 0), end: localStart(per, now, 1) };
    const lengthMs = per === 'hour' ? HOUR_MS : DAY_MS;
    const start = Math.floor(now / lengthMs) * lengthMs;
    return { start, end: start + lengthMs };
  }
  const key = `${per} ${timeZone}`;
  const known = lastWindows.get(key);
  if (known !== undefined && now >= known.start && now < known.end) return known;
  const made = per === 'hour' ? hourWindow(timeZone, now) : calendarWindow(per, timeZone, now);
  lastWindows.set(key, made);
  return made;
}
