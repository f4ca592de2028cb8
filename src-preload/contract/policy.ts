import { z } from 'zod';
import { hoursSchema, timeZone } from './hours.ts';

const DAY_S = 86_400;
const seconds = (min: number, max: number) => z.number().int().min(min).max(max);
const interval = seconds(5, 30 * DAY_S);

/**
 * Freshness that follows the records' own times, as odds follow kick-off. It shortens intervals where scheduled calls are
 * made at all, and never lengthens one.
 */
export const followSchema = z.strictObject({
  before: z
    .array(z.strictObject({ withinSeconds: seconds(60, 366 * DAY_S), everySeconds: interval }))
    .max(10)
    .default([
      { withinSeconds: DAY_S, everySeconds: 3_600 },
      { withinSeconds: 3_600, everySeconds: 300 },
    ])
    .describe('So long before the time of a record, refresh this often.'),
  liveEverySeconds: interval.default(30).describe('Refresh this often from the time of a record on.'),
  liveForSeconds: seconds(60, 30 * DAY_S)
    .default(10_800)
    .describe('How long a record is live; afterwards it sets off no more calls.'),
});
export type Follow = z.infer<typeof followSchema>;

/** What any preset can be mixed with. */
const mix = {
  whileIdleSeconds: interval.optional().describe('Also while nobody looks, refresh when the data is this old.'),
  onOpenSeconds: interval.optional().describe('Also when somebody starts to look, if the data is older than this.'),
  follow: followSchema.optional().describe("Refresh more often around the records' own times. Needs a time field."),
  activeHours: hoursSchema.optional().describe('Scheduled calls are made within these hours only.'),
  quietHours: hoursSchema.optional().describe('No scheduled calls are made within these hours.'),
  slowerWhenSaving: z
    .number()
    .min(1)
    .max(100)
    .optional()
    .describe('On battery or a metered network, intervals are this many times as long.'),
  veryStaleSeconds: seconds(10, 366 * DAY_S)
    .optional()
    .describe('The age at which data is called very stale. Default: six times the stale age.'),
};

/**
 * When a source may be called, as a preset with its ages, all in seconds, and what it is mixed with. The presets are the
 * rules of the systems that Freshet replaces.
 */
export const policySchema = z.discriminatedUnion('preset', [
  // The odds dashboard: every 15 minutes while somebody looks, on opening when older than 30 minutes.
  z.strictObject({
    preset: z.literal('smart'),
    whileActiveSeconds: interval.default(900).describe('While somebody is looking, refresh when the data is this old.'),
    staleOnOpenSeconds: interval
      .default(1800)
      .describe(
        'When somebody starts to look, refresh at once if the data is older than this. Also the age at which data is called stale.',
      ),
    ...mix,
  }),
  // The execution metrics: a sync every 10 minutes, and what is worked out from it is good for 15.
  z.strictObject({
    preset: z.literal('sync'),
    everySeconds: interval.default(600).describe('Sync this often, whether somebody looks or not.'),
    ttlSeconds: interval.default(900).describe('The age at which data is called stale.'),
    ...mix,
  }),
  // The statistics service: refreshed before it expires, each source at a moment of its own.
  z.strictObject({
    preset: z.literal('prewarm'),
    ttlSeconds: interval.default(300).describe('The age at which data expires.'),
    leadSeconds: seconds(1, DAY_S)
      .default(60)
      .describe('Refresh at least this long before it expires; sources are staggered within as much again.'),
    ...mix,
  }),
  // The events app: pushed first, a 60 s timer while somebody looks and nothing is pushed.
  z.strictObject({
    preset: z.literal('realtime'),
    fallbackSeconds: interval.default(60).describe('While nothing is pushed and somebody looks, refresh when the data is this old.'),
    checkSeconds: interval.default(DAY_S).describe('While changes are pushed, read the whole listing this often, in case one was lost.'),
    staleSeconds: seconds(5, 366 * DAY_S)
      .default(300)
      .describe('The age at which data is called stale while nothing is pushed.'),
    ...mix,
  }),
  // The Strava cache: good for hours, refreshed in the background once it has expired.
  z.strictObject({
    preset: z.literal('cache'),
    ttlSeconds: interval.default(21_600).describe('The age at which data expires and is refreshed in the background.'),
    ...mix,
  }),
  z.strictObject({
    preset: z.literal('fixed'),
    everySeconds: interval.default(300).describe('Refresh this often, whether somebody looks or not.'),
    ...mix,
  }),
  z.strictObject({
    preset: z.literal('cron'),
    expression: z.string().min(9).max(200).default('0 8-18 * * mon-fri').describe('When to refresh: minute, hour, day, month, weekday.'),
    timeZone: timeZone.optional(),
    staleSeconds: seconds(5, 366 * DAY_S)
      .default(2 * DAY_S)
      .describe('The age at which data is called stale.'),
    ...mix,
  }),
  z.strictObject({
    preset: z.literal('manual'),
    staleSeconds: seconds(5, 366 * DAY_S)
      .default(1800)
      .describe('The age at which data is called stale; it is never refreshed by itself.'),
    ...mix,
  }),
]);
export type Policy = z.infer<typeof policySchema>;
export const preset = z.enum(['smart', 'sync', 'prewarm', 'realtime', 'cache', 'fixed', 'cron', 'manual']);
export type Preset = z.infer<typeof preset>;

/** Fixed polling that every saving is measured against: 288 calls a day. */
export const FIXED_POLLING_MS = 300_000;

/** A session that has sent no heartbeat for this long has stopped looking. */
export const HEARTBEAT_TIMEOUT_MS = 300_000;

/** How often a page that is looked at says so; well under the timeout, so one lost beat does no harm. */
export const HEARTBEAT_EVERY_MS = 60_000;

/** Presses of Refresh closer together than this count as one. */
export const MANUAL_DEBOUNCE_MS = 500;
