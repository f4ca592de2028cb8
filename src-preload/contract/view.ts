import { z } from 'zod';
import { dashboardSchema, timeRangeSchema } from './dashboard.ts';
import { freshnessState } from './freshness.ts';
import { freshnessTargetSchema, panelResultSchema, parameterValues, viewId } from './panel.ts';
import { isoTime } from './time.ts';

/** A dashboard with the version that a change of it must name, so that nobody overwrites what another has done meanwhile. */
export const storedDashboardSchema = z
  .object({
    dashboard: dashboardSchema,
    version: z.number().int().describe('Rises with every change.'),
    changedAt: isoTime,
    undoable: z.number().int().describe('How many changes can be taken back.'),
  })
  .meta({ id: 'StoredDashboard' });
export type StoredDashboard = z.infer<typeof storedDashboardSchema>;

/** A dashboard as a file, as it is exported and imported. It holds no records and no secrets. */
export const dashboardFileSchema = z
  .strictObject({
    freshet: z.literal('dashboard'),
    format: z.literal(1),
    dashboard: dashboardSchema,
  })
  .meta({ id: 'DashboardFile' });
export type DashboardFile = z.infer<typeof dashboardFileSchema>;

/** What becomes of an imported dashboard whose id is there already. */
export const existingDashboard = z.enum(['copy', 'replace', 'keep']);
export type ExistingDashboard = z.infer<typeof existingDashboard>;

/** A time zone that this computer knows, such as Europe/Berlin. */
export const timeZoneName = z
  .string()
  .max(100)
  .refine(
    (name) => {
      try {
        new Intl.DateTimeFormat('en', { timeZone: name });
        return true;
      } catch {
        return false;
      }
    },
    { message: 'is no time zone, such as Europe/Berlin' },
  )
  .meta({ examples: ['Europe/Berlin'] });

/** What a query is asked with. */
export const asked = {
  parameters: parameterValues.default({}).describe('Those that are left out have the values that the dashboard gives them.'),
  range: timeRangeSchema.optional().describe('Left out: that of the dashboard.'),
  asOf: isoTime
    .optional()
    .describe('Records as they were known at this moment, as far back as the logs of changes of their sources reach.'),
  timeZone: timeZoneName.optional().describe('In which time_bucket cuts days and hours; left out, that of the computer Freshet runs on.'),
};

/** How old the data of one source are that a panel shows. */
export const sourceAgeSchema = z.object({
  sourceId: z.string(),
  name: z.string(),
  state: freshnessState,
  checkedAt: isoTime.nullable(),
  staleSeconds: z.number(),
  dueAt: isoTime.nullable(),
  demo: z.boolean(),
});
export type SourceAge = z.infer<typeof sourceAgeSchema>;

/** What a panel shows, and how old it is. */
export const panelDataSchema = z
  .object({
    result: panelResultSchema,
    checkedAt: isoTime.nullable().describe('Of the source that was checked the longest ago; null when one never was, or none is read.'),
    sources: z.array(sourceAgeSchema),
    unchanged: z.boolean().describe('The result is the one that was named as known, so columns and rows are left out.'),
  })
  .meta({ id: 'PanelData' });
export type PanelData = z.infer<typeof panelDataSchema>;

/** How often a panel was young enough while somebody looked at it. */
export const targetUseSchema = z
  .object({
    target: freshnessTargetSchema.nullable(),
    today: z.number().nullable().describe('Share of the time looked in which it was young enough, 0 to 1; null while nobody has looked.'),
    week: z.number().nullable().describe('Of the last 7 days.'),
    month: z.number().nullable().describe('Of the last 30 days.'),
    days: z
      .array(z.object({ day: z.iso.date(), lookedSeconds: z.number(), lateSeconds: z.number() }))
      .describe('The last 30 days in UTC that somebody looked in, the oldest first.'),
  })
  .meta({ id: 'TargetUse' });
export type TargetUse = z.infer<typeof targetUseSchema>;

/** What SQL can read. */
export const sqlSchemaSchema = z
  .object({
    version: z.string().describe('Another one when tables or columns have come or gone.'),
    tables: z.array(
      z.object({
        name: z.string(),
        sql: z.string().describe('The name as SQL must write it, quoted where that is needed.'),
        kind: z.enum(['source', 'app']),
        about: z.string(),
        sourceId: z.string().nullable(),
        columns: z.array(
          z.object({
            name: z.string(),
            sql: z.string(),
            type: z.enum(['text', 'number', 'time', 'boolean', 'json', 'empty']).describe('A guess from the newest records.'),
            example: z.unknown(),
            about: z.string(),
          }),
        ),
      }),
    ),
    functions: z.array(z.object({ name: z.string(), usage: z.string(), about: z.string() })),
  })
  .meta({ id: 'SqlSchema' });
export type SqlSchema = z.infer<typeof sqlSchemaSchema>;

/** Why results were worked out again. */
export const warmingReason = z.enum(['start', 'merge', 'expiry', 'resume', 'asked']);
export type WarmingReason = z.infer<typeof warmingReason>;

/** Results that were worked out in one go. */
export const warmingSchema = z.object({
  at: isoTime,
  reason: warmingReason,
  total: z.number().int(),
  successful: z.number().int(),
  failed: z.number().int(),
  keys: z.array(z.string()).describe('dashboard/panel of each.'),
  tookMs: z.number(),
});
export type Warming = z.infer<typeof warmingSchema>;

/** The results that are kept. */
export const cacheSchema = z
  .object({
    entries: z.array(
      z.object({
        dashboardId: viewId,
        panelId: viewId,
        title: z.string(),
        key: z.string(),
        version: z.number().int(),
        computedAt: isoTime.nullable(),
        expiresAt: isoTime.nullable(),
        askedAt: isoTime.describe('When it was last asked for.'),
        tookMs: z.number(),
        rows: z.number().int(),
        bytes: z.number().int(),
        hits: z.number().int(),
        misses: z.number().int(),
        sources: z.array(z.string()),
        state: z.enum(['good', 'outdated', 'computing', 'failed']),
        failure: z.string().nullable(),
      }),
    ),
    totals: z.object({
      entries: z.number().int(),
      bytes: z.number().int(),
      mostBytes: z.number().int(),
      hits: z.number().int(),
      misses: z.number().int(),
      hitRate: z.number().nullable().describe('0 to 1; null before anybody asked.'),
      invalidations: z.number().int(),
      evictions: z.number().int(),
      killed: z.number().int().describe('Query processes that were ended because a query took too long.'),
    }),
    warmings: z.array(warmingSchema).describe('The last 50, newest first.'),
  })
  .meta({ id: 'Cache' });
export type Cache = z.infer<typeof cacheSchema>;
