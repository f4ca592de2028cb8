const DAY_MS = 86_400_000;

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const seconds = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const month = new Intl.DateTimeFormat(undefined, { month: 'short', year: 'numeric' });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** A moment on an axis that spans `spanMs`, in the local time zone: as much of it as tells the marks apart. */
export function axisTimeWords(ms: number, spanMs: number): string {
  const date = new Date(ms);
  if (spanMs <= 5 * 60_000) return seconds.format(date);
  if (spanMs > 400 * DAY_MS) return month.format(date);
  const isMidnight = date.getHours() === 0 && date.getMinutes() === 0;
  return spanMs > 4 * DAY_MS || isMidnight ? day.format(date) : clock.format(date);
}

/** A moment in full, for the head of a tooltip. */
export function momentWords(ms: number): string {
  return whole.format(new Date(ms));
}
