const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const whole = new Intl.NumberFormat();
const oneDecimal = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });
const units = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
const clockTime = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const clockTimeWithSeconds = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayAndTime = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const yearAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const dayOfYear = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

export function numberWords(n: number): string {
  return whole.format(n);
}

/** An amount of money; of less than a tenth, more digits count. */
export function moneyWords(amount: number, currency: string): string {
  const digits = amount !== 0 && Math.abs(amount) < 0.1 ? { maximumFractionDigits: 4 } : {};
  return new Intl.NumberFormat(undefined, { style: 'currency', currency, ...digits }).format(amount);
}

export function percentWords(share: number): string {
  return percent.format(share);
}

/** What calls cost in the unit of their windows, which may be a part of one. */
export function unitsWords(n: number): string {
  return units.format(n);
}

export function bytesWords(n: number): string {
  if (n < 1024) return `${whole.format(n)} B`;
  const binary = ['KiB', 'MiB', 'GiB', 'TiB'];
  let value = n / 1024;
  let unit = 0;
  while (value >= 1024 && unit < binary.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${oneDecimal.format(value)} ${binary[unit] ?? ''}`;
}

/** The time of day; with the date when that is not today. */
export function timeWords(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const today = new Date();
  if (date.toDateString() === today.toDateString()) return clockTime.format(date);
  return (date.getFullYear() === today.getFullYear() ? dayAndTime : yearAndTime).format(date);
}

/** The time of day to the second, for lists in which one minute holds several; with the date when that is not today. */
export function exactTimeWords(iso: string): string {
  const date = new Date(iso);
  return date.toDateString() === new Date().toDateString() ? clockTimeWithSeconds.format(date) : timeWords(iso);
}

/** Everything about a moment, for tooltips. */
export function absoluteTime(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : full.format(date);
}

/** A day written YYYY-MM-DD. */
export function dayWords(isoDay: string): string {
  const [year, month, date] = isoDay.split('-').map(Number);
  return year === undefined || month === undefined || date === undefined ? isoDay : day.format(new Date(year, month - 1, date));
}

/** How old something is: seconds, minutes, hours, then the date that lies so far back. */
export function ageWords(ms: number): string {
  const age = Math.max(0, ms);
  if (age < MINUTE_MS) return `${whole.format(Math.floor(age / 1000))} s`;
  if (age < HOUR_MS) return `${whole.format(Math.floor(age / MINUTE_MS))} min`;
  if (age < DAY_MS) return `${whole.format(Math.floor(age / HOUR_MS))} h`;
  const then = new Date(Date.now() - age);
  return (then.getFullYear() === new Date().getFullYear() ? day : dayOfYear).format(then);
}

/** 'one call', '3 calls'. */
export function countWords(n: number, one: string, many = `${one}s`): string {
  return `${whole.format(n)} ${n === 1 ? one : many}`;
}
