import type { Hours } from '../../../src-preload/contract/index.ts';
import { weekdays } from '../../../src-preload/contract/index.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
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

function localAt(hours: Hours, at: number): { day: number; minute: number } {
  const parts = new Map(
    formatOf(hours.timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const day = weekdays.findIndex((name) => name === parts.get('weekday')?.toLowerCase());
  return { day, minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')) };
}

/** Whether a moment lies within hours of the week, by the clock of their time zone. */
export function isWithin(hours: Hours, at: number): boolean {
  const { day, minute } = localAt(hours, at);
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

/** Hours are asked about again and again for the same stretch, and many sources have the same. */
const lastSpans = new Map<string, Span>();
/** Settings are replaced, never changed, so they can be keys. */
const names = new WeakMap<Hours, string>();

function nameOf(hours: Hours): string {
  const known = names.get(hours);
  if (known !== undefined) return known;
  const made = JSON.stringify(hours);
  names.set(hours, made);
  return made;
}

/** The next moment at which the hours may begin or end by the clock, if nobody sets the clocks before. */
function nextEdge(hours: Hours, at: number): number {
  const { minute } = localAt(hours, at);
  const ahead = [minutesOf(hours.from), minutesOf(hours.to)].map((edge) => (edge - minute + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES);
  return Math.floor(at / MINUTE_MS) * MINUTE_MS + Math.min(...ahead) * MINUTE_MS;
}

function spanAt(hours: Hours, at: number): Span {
  const known = lastSpans.get(nameOf(hours));
  if (known !== undefined && at >= known.from && at < known.until) return known;
  const within = isWithin(hours, at);
  let until = nextEdge(hours, at);
  while (until - at < LONGEST_SPAN_MS && isWithin(hours, until) === within) until = nextEdge(hours, until);
  if (until - at >= LONGEST_SPAN_MS) until = Infinity;
  // Clocks that were set forward on the way make the step too long.
  else while (until - MINUTE_MS > at && isWithin(hours, until - MINUTE_MS) !== within) until -= MINUTE_MS;
  const span = { within, from: at, until };
  lastSpans.set(nameOf(hours), span);
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
