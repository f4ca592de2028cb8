import { z } from 'zod';
import { isoTime } from './time.ts';

/** Whether a window lets sources refresh: while looking (play), never (pause), or also unfocused (always). */
export const sessionMode = z.enum(['play', 'pause', 'always']);
export type SessionMode = z.infer<typeof sessionMode>;

/** One window or browser tab, alive by heartbeat. */
export const sessionSchema = z.object({
  id: z.string(),
  kind: z.enum(['window', 'tab']),
  startedAt: isoTime,
  lastBeatAt: isoTime.nullable().describe('The last sign that somebody looked; null before the first.'),
  expiresAt: isoTime.nullable().describe('When it stops counting as looking unless a heartbeat comes; null when it does not count now.'),
  focused: z.boolean(),
  visible: z.boolean(),
  mode: sessionMode,
  active: z.boolean(),
});
export type Session = z.infer<typeof sessionSchema>;

export const activitySchema = z.object({
  active: z.boolean(),
  lookingSince: isoTime.nullable(),
  lastLookedAt: isoTime.nullable(),
  locked: z.boolean(),
  suspended: z.boolean(),
  failure: z.string().nullable().describe('Why it cannot be told whether anybody looks; until it can, only openings count.'),
  sessions: z.array(sessionSchema),
});
/** Whether anybody is looking, and through which windows and tabs. */
export type Activity = z.infer<typeof activitySchema>;

/** In which hours of the week somebody usually looks, learned from windows and tabs that really were looked at. */
export const usualHoursSchema = z.object({
  learned: z.boolean().describe('Whether enough was seen: 20 hours with a look in them, over at least a week.'),
  hoursPerWeek: z.number().nullable().describe('How many hours of a week have a look in them; null until enough was seen.'),
  hoursLooked: z.number().int().describe('Hours with a look in them that were seen so far.'),
  weights: z
    .array(z.number())
    .describe('How usual each hour of the week is, Monday 00:00 UTC first; the sum is 1. Even while nothing is known.'),
});
export type UsualHours = z.infer<typeof usualHoursSchema>;
