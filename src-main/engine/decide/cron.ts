import { Cron } from 'croner';

const compiled = new Map<string, Cron>();

/** Throws an `Error` that says what is wrong with the expression. Never starts a timer. */
export function compileCron(expression: string, timeZone: string | undefined): Cron {
  const key = `${timeZone ?? ''} ${expression}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const made = new Cron(expression, { paused: true, ...(timeZone === undefined ? {} : { timezone: timeZone }) });
  compiled.set(key, made);
  return made;
}

/** The first moment after `after` that a cron expression names, milliseconds since the epoch; `Infinity` if none is to come. */
export function nextByCron(expression: string, timeZone: string | undefined, after: number): number {
  return compileCron(expression, timeZone).nextRun(new Date(after))?.getTime() ?? Infinity;
}
