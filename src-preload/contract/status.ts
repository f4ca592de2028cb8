import { z } from 'zod';
import { decisionSchema } from './decision.ts';
import { demoFaultsSchema } from './demo.ts';
import { enrichmentStatusSchema } from './enrichment.ts';
import { freshnessState } from './freshness.ts';
import { pushStateSchema } from './push.ts';
import { quotaUseSchema } from './quota.ts';
import { retentionRunSchema } from './retention.ts';
import { failureSchema, outcome, trigger } from './refresh.ts';
import { sourceConfigSchema, sourceOrigin } from './source.ts';
import { isoTime } from './time.ts';
import { transferSchema } from './transfer.ts';

export const runningSchema = z.object({
  refreshId: z.string(),
  trigger,
  startedAt: isoTime,
  page: z.number().int().describe('Pages received so far.'),
  pages: z.number().int().nullable().describe('How many there will be, where that is known.'),
});

/** Everything that the screen says of one source, apart from its records. Secrets are never in it. */
export const sourceStatusSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    origin: sourceOrigin,
    config: sourceConfigSchema,
    state: freshnessState,
    checkedAt: isoTime
      .nullable()
      .describe('When the upstream last answered, also with 304; while changes are pushed, its last sign of life.'),
    changedAt: isoTime.nullable().describe('When an answer last brought something new.'),
    dataAsOf: isoTime.nullable().describe("The newest record's own time, or the upstream's date, as far as the data says."),
    records: z.number().int(),
    staleSeconds: z.number(),
    veryStaleSeconds: z.number(),
    forgivenSeconds: z.number().describe('Time asleep that is not held against the data yet.'),
    pausedUntil: isoTime.nullable(),
    paused: z.boolean(),
    obstacle: z.enum(['sign-in', 'error', 'offline', 'rate-limited', 'waiting']).nullable(),
    obstacleUntil: isoTime.nullable(),
    failure: failureSchema.nullable().describe('Of the last refresh, if it failed.'),
    running: runningSchema.nullable(),
    decision: decisionSchema.describe('What the engine makes of the source now.'),
    asking: z
      .object({
        cost: z.number().describe('What a refresh that is asked for costs: its calls, as many as last time, in the unit of the windows.'),
        left: z.number().int().nullable().describe('What may still be spent when asked for, in the tightest window; null without windows.'),
        allowed: z.boolean().describe('Whether the quota lets it leave now.'),
        allowedAt: isoTime.nullable().describe('When it does otherwise; null also when it never does.'),
      })
      .describe('What a press of Refresh costs, and whether the quota allows it.'),
    quotas: z.array(quotaUseSchema),
    push: pushStateSchema.nullable().describe('How the push of changes stands; null for a source without, or while it is paused.'),
    today: z.object({
      calls: z.number().int(),
      fixedCalls: z.number().int().describe('Calls that polling every 5 minutes would have made in the same time.'),
      notModified: z.number().int(),
      refused: z.number().int(),
      bytes: z.number().int(),
      cost: z.number().describe('What the calls cost, in the unit of the windows.'),
      fixedCost: z.number().describe('What the calls of fixed polling would have cost.'),
    }),
    recent: z
      .array(z.object({ id: z.string(), at: isoTime, outcome: outcome.nullable(), trigger }))
      .describe('The last 20 refreshes, oldest first.'),
    incremental: z
      .object({
        since: z.string().nullable().describe('What the next refresh puts into its parameter; null: it asks for everything.'),
        sinceAt: isoTime.nullable().describe('The moment that this stands for, where it is one.'),
        newestAt: isoTime.nullable().describe('The moment of the newest record, where the field holds moments.'),
        fullAt: isoTime.nullable().describe('From when on everything is asked for again.'),
      })
      .nullable()
      .describe('From where on a source asks that asks for changes only.'),
    retained: retentionRunSchema.nullable().describe('What last went by the retention rule; null while nothing has.'),
    fields: z.array(z.string()).describe('Field paths seen in the records, for the table.'),
    enrichment: enrichmentStatusSchema.nullable().describe('How the details stand; null where the source has none.'),
  })
  .meta({ id: 'SourceStatus' });
export type SourceStatus = z.infer<typeof sourceStatusSchema>;

export const configProblemSchema = z.object({
  file: z.string(),
  line: z.number().int().nullable(),
  column: z.number().int().nullable(),
  path: z.string().describe('Where in the file, for example sources[2].url'),
  message: z.string(),
});
export type ConfigProblem = z.infer<typeof configProblemSchema>;

export const noticeSchema = z.object({
  id: z.string(),
  tone: z.enum(['info', 'warning', 'error']),
  message: z.string(),
  advice: z.string(),
  at: isoTime,
});
/** Something that happened and that the user should know, such as a refresh lost in a crash. */
export type Notice = z.infer<typeof noticeSchema>;

/** What the screen says of the app as a whole. */
export const appStatusSchema = z.object({
  version: z.string(),
  form: z.enum(['desktop', 'served']),
  dataFolder: z.string(),
  startedAt: isoTime,
  demo: z.object({
    on: z.boolean(),
    url: z.string().nullable(),
    faults: demoFaultsSchema.nullable().describe('The fault dial of the demo upstream; null while the demo is off.'),
  }),
  pausedUntil: isoTime.nullable(),
  paused: z.boolean(),
  configFile: z.object({ path: z.string(), present: z.boolean(), problems: z.array(configProblemSchema) }),
  secrets: z.object({ protection: z.enum(['keychain', 'key-file', 'none']), words: z.string() }),
  space: z
    .object({
      bytes: z.number().int().describe('What the database takes on the disk.'),
      freeBytes: z.number().int().describe('Of that, what holds nothing at present.'),
      shrinks: z.boolean().describe('Whether free space is given back to the disk; otherwise it is only used again.'),
    })
    .describe('The size of the database.'),
  transfer: transferSchema.nullable().describe('The export or import that is under way, or the last one since the start.'),
  readOnly: z
    .object({
      writtenBy: z.string().nullable().describe('The version that wrote the data, where it is known.'),
      message: z.string(),
      advice: z.string(),
    })
    .nullable()
    .describe('Why nothing is refreshed or changed: the data was written by a newer Freshet. null: it is not so.'),
  notices: z.array(noticeSchema),
});
export type AppStatus = z.infer<typeof appStatusSchema>;
