import { z } from 'zod';

export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time of day as HH:MM, for example 08:00');

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** An IANA time zone; left out, it is that of the computer. */
export const timeZone = z.string().refine(isTimeZone, 'not a time zone; write one like Europe/Berlin or UTC');

/** Hours of the week. `to` at or before `from` reaches into the next day. */
export const hoursSchema = z.strictObject({
  days: z
    .array(z.enum(weekdays))
    .min(1)
    .default([...weekdays]),
  from: timeOfDay,
  to: timeOfDay,
  timeZone: timeZone.optional(),
});
export type Hours = z.infer<typeof hoursSchema>;
