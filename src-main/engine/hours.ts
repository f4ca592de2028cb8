import type { Hours } from '../../src-preload/contract/index.ts';
import { weekdays } from '../../src-preload/contract/index.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
const LONGEST_STEP_MINUTES = 15;
/** Hours repeat every week; a day more covers a change of the clocks. */
const LONGEST_SPAN_MS = 8 * 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string | undefined): Intl.DateTimeFormat {
  const key = timeZone ?? '';
  const known = formats.get(key);
  if (known !== undefined) return known;
  const zone = timeZone === undefined ? {} : { timeZone };
  const made = new Intl.DateTimeFormat('en-US', { ...zone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  formats.set(key, made);
  return made;
}

const minutesOf = (timeOfDay: string) => Number(timeOfDay.slice(0, 2)) * 60 + Number(timeOfDay.slice(3));

/** Whether a moment lies within hours of the week, by the clock of their time zone. */
export function isWithin(hours: Hours, at: number): boolean {
  const parts = new Map(
    formatOf(hours.timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const day = weekdays.findIndex((name) => name === parts.get('weekday')?.toLowerCase());
  const minute = Number(parts.get('hour')) * 60 + Number(parts.get('minute'));
  const [from, to] = [minutesOf(hours.from), minutesOf(hours.to)];
  const on = (index: number) => hours.days.some((name) => name === weekdays[(index + 7) % 7]);
  if (from < to) return on(day) && minute >= from && minute < to;
  return (on(day) && minute >= from) || (on(day - 1) && minute < to);
}

interface Span {
  within: boolean;
  from: number;
  /** When it is the other way round, milliseconds since the epoch; `Infinity`: never. */
  until: number;
}

/** Hours are asked about again and again for the same stretch. Settings are replaced, never changed, so they can be keys. */
const lastSpan = new WeakMap<Hours, Span>();

/** Steps that no stretch of the hours is shorter than, so that none is stepped over. */
function stepMs(hours: Hours): number {
  const length = (minutesOf(hours.to) - minutesOf(hours.from) + DAY_MINUTES) % DAY_MINUTES;
  const shortest = length === 0 ? DAY_MINUTES : Math.min(length, DAY_MINUTES - length);
  return Math.min(LONGEST_STEP_MINUTES, shortest) * MINUTE_MS;
}

function spanAt(hours: Hours, at: number): Span {
  const known = lastSpan.get(hours);
  if (known !== undefined && at >= known.from && at < known.until) return known;
  const within = isWithin(hours, at);
  const step = stepMs(hours);
  let until = Math.floor(at / MINUTE_MS) * MINUTE_MS + step;
  while (until - at < LONGEST_SPAN_MS && isWithin(hours, until) === within) until += step;
  if (until - at >= LONGEST_SPAN_MS) until = Infinity;
  // The last step may have gone too far.
  else while (until - MINUTE_MS > at && isWithin(hours, until - MINUTE_MS) !== within) until -= MINUTE_MS;
  const span = { within, from: at, until };
  lastSpan.set(hours, span);
  return span;
}

/** The earliest moment from `at` on that lies within the active and outside of the quiet hours; `Infinity` if none does. */
export function nextAllowed(activeHours: Hours | null, quietHours: Hours | null, at: number): number {
  let moment = at;
  while (moment - at < LONGEST_SPAN_MS) {
    const active = activeHours === null ? null : spanAt(activeHours, moment);
    const quiet = quietHours === null ? null : spanAt(quietHours, moment);
    if (active !== null && !active.within) moment = active.until;
    else if (quiet?.within === true) moment = quiet.until;
    else return moment;
  }
  return Infinity;
}
