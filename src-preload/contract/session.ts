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
