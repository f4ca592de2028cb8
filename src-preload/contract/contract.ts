import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { alertDraftSchema, alertMessageSchema, alertStatusSchema } from './alert.ts';
import { backupSchema, keepingSchema, restoredSchema } from './backup.ts';
import { changePlanSchema } from './change-plan.ts';
import { dashboardDraftSchema, dashboardSchema, dashboardSummarySchema } from './dashboard.ts';
import { decisionSchema } from './decision.ts';
import { demoFaultsSchema } from './demo.ts';
import { eventSchema } from './events.ts';
import { freshnessState } from './freshness.ts';
import { panelQuerySchema, parameterName, parameterValue, viewId } from './panel.ts';
import { policySchema } from './policy.ts';
import { whatIfSchema } from './what-if.ts';
import { filledPresetSchema, openApiReadingSchema, presetId, presetValuesSchema, sourcePresetSchema } from './preset.ts';
import { previewSchema } from './preview.ts';
import { quotaUseSchema } from './quota.ts';
import { recordSchema, recordSort, searchHitSchema } from './record.ts';
import { recordChangeSchema, recordDetailSchema } from './record-change.ts';
import { outcome, refreshSchema } from './refresh.ts';
import { retentionPreviewSchema, retentionSchema } from './retention.ts';
import { savingsSchema } from './savings.ts';
import { activitySchema, sessionMode, usualHoursSchema } from './session.ts';
import { httpUrl } from './http-fields.ts';
import { sourceConfigSchema, sourceDraftSchema, sourceId } from './source.ts';
import { appStatusSchema, configProblemSchema, sourceStatusSchema } from './status.ts';
import { isoTime } from './time.ts';
import { existingSources, importPreviewSchema, transferSchema, workspaceFile } from './transfer.ts';
import {
  asked,
  cacheSchema,
  dashboardFileSchema,
  existingDashboard,
  panelDataSchema,
  sqlSchemaSchema,
  storedDashboardSchema,
  targetUseSchema,
  warmingSchema,
} from './view.ts';

const advice = z.object({ advice: z.string() });

const base = oc.errors({
  NOT_FOUND: { status: 404, message: 'There is no such thing.', data: advice },
  CONFLICT: { status: 409, message: 'That cannot be done as things stand.', data: advice },
  UNPROCESSABLE: {
    status: 422,
    message: 'The values are not accepted.',
    data: z.object({ advice: z.string(), problems: z.array(z.object({ path: z.string(), message: z.string() })) }),
  },
  FORBIDDEN: { status: 403, message: 'Not allowed.', data: advice },
  TIMEOUT: { status: 503, message: 'That took too long and was ended.', data: advice },
});

/** HTTP sends numbers as text. */
const limit = (max: number, standard: number) => z.coerce.number().int().min(1).max(max).default(standard);
const page = { cursor: z.string().max(1000).optional().describe('`nextCursor` of the page before.') };
const list = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });
const byId = z.object({ id: sourceId });
const recordId = z.string().min(1).max(10_000);
/** Which records of a source are meant. */
const recordSet = {
  asOf: isoTime.optional().describe('As they were known at this moment, as far back as the log of changes reaches.'),
  deleted: z.enum(['hide', 'show']).default('hide').describe('show: also those that are marked as deleted upstream.'),
};
const byViewId = z.object({ id: viewId });
const presetUse = {
  id: presetId.optional().describe('A preset from GET /presets.'),
  preset: sourcePresetSchema.optional().describe('In place of an id: a preset of your own.'),
  values: presetValuesSchema,
};
const pause = z.object({
  forSeconds: z
    .number()
    .int()
    .min(1)
    .max(366 * 86_400)
    .nullable()
    .describe('null: until resumed.'),
});

/** What became of a request to refresh one source. */
export const refreshAnswerSchema = z.object({
  sourceId: z.string(),
  answer: z.enum(['started', 'joined', 'refused']),
  decision: decisionSchema,
  sentence: z.string().describe('The decision in words, times in UTC.'),
  refresh: refreshSchema.nullable().describe('The refresh that was started or joined; finished if `wait` was asked for.'),
});
export type RefreshAnswer = z.infer<typeof refreshAnswerSchema>;

const freshnessItem = z.object({
  sourceId: z.string(),
  name: z.string(),
  state: freshnessState,
  checkedAt: isoTime.nullable(),
  changedAt: isoTime.nullable(),
  dataAsOf: isoTime.nullable(),
  ageSeconds: z.number().nullable(),
  staleSeconds: z.number(),
  nextAt: isoTime.nullable(),
  why: z.string(),
});

export const contract = {
  app: {
    health: base
      .route({ method: 'GET', path: '/health', tags: ['App'], summary: 'Is it running, is the database sound, and may it be written?' })
      .output(
        z.object({
          status: z.enum(['ok', 'degraded']),
          version: z.string(),
          startedAt: isoTime,
          database: z.object({ sqlite: z.string(), integrity: z.enum(['ok', 'failed']), records: z.number().int() }),
          readOnly: z.string().nullable().describe('Why nothing is refreshed or changed; null: it is not so.'),
        }),
      ),
    status: base.route({ method: 'GET', path: '/status', tags: ['App'], summary: 'The app as a whole' }).output(appStatusSchema),
    pause: base
      .route({ method: 'POST', path: '/pause', tags: ['App'], summary: 'Make no scheduled calls for a while' })
      .input(pause)
      .output(appStatusSchema),
    resume: base.route({ method: 'POST', path: '/resume', tags: ['App'], summary: 'End the pause' }).output(appStatusSchema),
    demo: base
      .route({ method: 'POST', path: '/demo', tags: ['App'], summary: 'Leave the demo workspace, or bring it back' })
      .input(z.object({ on: z.boolean() }))
      .output(appStatusSchema),
    dismiss: base
      .route({ method: 'POST', path: '/notices/{id}/dismiss', tags: ['App'], summary: 'Take a notice off the screen' })
      .input(z.object({ id: z.string() }))
      .output(appStatusSchema),
    savings: base
      .route({
        method: 'GET',
        path: '/savings',
        tags: ['App'],
        summary: 'Calls made against calls that fixed polling would have made: by day, by source and altogether',
      })
      .input(z.object({ sourceId: sourceId.optional(), days: limit(366, 30) }))
      .output(savingsSchema),
  },
  demo: {
    faults: base
      .route({ method: 'GET', path: '/demo/faults', tags: ['App'], summary: 'The fault dial of the demo upstream' })
      .output(demoFaultsSchema),
    setFaults: base
      .route({
        method: 'PUT',
        path: '/demo/faults',
        tags: ['App'],
        summary: 'Turn the fault dial of the demo upstream; {} takes all faults away',
      })
      .input(demoFaultsSchema)
      .output(demoFaultsSchema),
  },
  backups: {
    list: base
      .route({
        method: 'GET',
        path: '/backups',
        tags: ['Backups'],
        summary: 'The backups, the checks of the database, and the last restore',
      })
      .output(keepingSchema),
    create: base
      .route({
        method: 'POST',
        path: '/backups',
        tags: ['Backups'],
        summary: 'Back up now; answers when it is verified',
        successStatus: 201,
      })
      .output(backupSchema),
    restore: base
      .route({
        method: 'POST',
        path: '/backups/{id}/restore',
        tags: ['Backups'],
        summary: 'Put a backup in the place of the database; what is there now is backed up first, so that it can be undone',
      })
      .input(z.object({ id: z.string().regex(/^\d{1,15}$/, 'is a number from GET /backups') }))
      .output(restoredSchema),
  },
  activity: {
    show: base.route({ method: 'GET', path: '/activity', tags: ['Activity'], summary: 'Who is looking' }).output(activitySchema),
    hours: base
      .route({ method: 'GET', path: '/activity/hours', tags: ['Activity'], summary: 'In which hours of the week somebody usually looks' })
      .output(usualHoursSchema),
    /** A page says that it is there, focused and visible. Bound to the connection: it speaks for its own session only. */
    beat: base
      .input(z.object({ focused: z.boolean(), visible: z.boolean(), metered: z.boolean().default(false) }))
      .output(z.object({ sessionId: z.string(), active: z.boolean() })),
    mode: base.input(z.object({ mode: sessionMode })).output(activitySchema),
  },
  sources: {
    list: base
      .route({ method: 'GET', path: '/sources', tags: ['Sources'], summary: 'All sources' })
      .input(z.object({ limit: limit(1000, 1000), ...page }))
      .output(list(sourceStatusSchema)),
    get: base
      .route({ method: 'GET', path: '/sources/{id}', tags: ['Sources'], summary: 'One source' })
      .input(byId)
      .output(sourceStatusSchema),
    add: base
      .route({ method: 'POST', path: '/sources', tags: ['Sources'], summary: 'Add a source', successStatus: 201 })
      .input(sourceDraftSchema)
      .output(sourceStatusSchema),
    update: base
      .route({ method: 'PUT', path: '/sources/{id}', tags: ['Sources'], summary: 'Change a source; its records stay' })
      .input(sourceConfigSchema)
      .output(sourceStatusSchema),
    remove: base
      .route({ method: 'DELETE', path: '/sources/{id}', tags: ['Sources'], summary: 'Remove a source; its records are kept for 30 days' })
      .input(byId)
      .output(z.object({ id: z.string(), restorableUntil: isoTime })),
    restore: base
      .route({ method: 'POST', path: '/sources/{id}/restore', tags: ['Sources'], summary: 'Bring a removed source back with its records' })
      .input(byId)
      .output(sourceStatusSchema),
    export: base
      .route({
        method: 'GET',
        path: '/sources/{id}/export',
        tags: ['Sources'],
        summary: 'The settings of a source to hand on, without anything that is or looks like a credential',
      })
      .input(byId)
      .output(sourceConfigSchema),
    preview: base
      .route({ method: 'POST', path: '/sources/preview', tags: ['Sources'], summary: 'Call a source once without saving it' })
      .input(sourceDraftSchema.extend({ name: z.string().max(200).default('Preview') }))
      .output(previewSchema),
    plan: base
      .route({
        method: 'POST',
        path: '/sources/plan',
        tags: ['Quotas'],
        summary: 'What settings would cost in a day and when each quota would be spent, against those in force; nothing is called or saved',
      })
      .input(sourceDraftSchema.extend({ name: z.string().max(200).default('Plan') }))
      .output(changePlanSchema),
    refresh: base
      .route({ method: 'POST', path: '/sources/{id}/refresh', tags: ['Refreshing'], summary: 'Refresh one source' })
      .input(
        z.object({
          id: sourceId,
          mode: z
            .enum(['normal', 'force'])
            .default('normal')
            .describe(
              'normal: also when paused or resting, and joins a refresh that is running. force: also without conditions, so that the whole answer comes again.',
            ),
          wait: z.boolean().default(false).describe('Answer when the refresh has ended.'),
        }),
      )
      .output(refreshAnswerSchema),
    cancel: base
      .route({ method: 'POST', path: '/sources/{id}/cancel', tags: ['Refreshing'], summary: 'Stop the refresh that is running' })
      .input(byId)
      .output(z.object({ cancelled: z.boolean() })),
    pause: base
      .route({
        method: 'POST',
        path: '/sources/{id}/pause',
        tags: ['Refreshing'],
        summary: 'Make no scheduled calls to this source for a while',
      })
      .input(pause.extend({ id: sourceId }))
      .output(sourceStatusSchema),
    resume: base
      .route({ method: 'POST', path: '/sources/{id}/resume', tags: ['Refreshing'], summary: 'End the pause of a source' })
      .input(byId)
      .output(sourceStatusSchema),
    pauseEnrichment: base
      .route({
        method: 'POST',
        path: '/sources/{id}/enrichment/pause',
        tags: ['Refreshing'],
        summary: 'Fetch no details for this source until resumed; refreshes go on',
      })
      .input(byId)
      .output(sourceStatusSchema),
    resumeEnrichment: base
      .route({
        method: 'POST',
        path: '/sources/{id}/enrichment/resume',
        tags: ['Refreshing'],
        summary: 'Fetch details again, also where the last calls for them failed',
      })
      .input(byId)
      .output(sourceStatusSchema),
    retentionPreview: base
      .route({
        method: 'POST',
        path: '/sources/{id}/retention/preview',
        tags: ['Records'],
        summary: 'What a retention rule would remove now; nothing is removed or saved',
      })
      .input(z.object({ id: sourceId, rule: retentionSchema }))
      .output(retentionPreviewSchema),
    why: base
      .route({
        method: 'GET',
        path: '/sources/{id}/why',
        tags: ['Refreshing'],
        summary: 'Why it was refreshed, or was not: the decisions, newest first',
      })
      .input(z.object({ id: sourceId, limit: limit(500, 100), ...page }))
      .output(
        z.object({
          now: decisionSchema,
          sentence: z.string(),
          items: z.array(decisionSchema.extend({ sentence: z.string() })),
          nextCursor: z.string().nullable(),
        }),
      ),
    records: base
      .route({
        method: 'GET',
        path: '/sources/{id}/records',
        tags: ['Records'],
        summary: 'The records of a source, in the order they were first seen',
      })
      .input(
        z.object({
          id: sourceId,
          limit: limit(10_000, 100),
          q: z.string().max(1000).optional().describe('Only records that contain this text.'),
          ...recordSet,
          ...page,
        }),
      )
      .output(list(recordSchema)),
    record: base
      .route({
        method: 'GET',
        path: '/sources/{id}/records/{recordId}',
        tags: ['Records'],
        summary: 'One record, with where each of its fields came from and when',
      })
      .input(z.object({ id: sourceId, recordId, asOf: recordSet.asOf }))
      .output(recordDetailSchema),
    recordChanges: base
      .route({
        method: 'GET',
        path: '/sources/{id}/records/{recordId}/changes',
        tags: ['Records'],
        summary: 'What changed of a record, when, and by what; newest first',
      })
      .input(z.object({ id: sourceId, recordId, limit: limit(500, 50), ...page }))
      .output(
        list(recordChangeSchema).extend({ reachesBackTo: isoTime.describe('Every change of the source after this moment is kept.') }),
      ),
    looked: base
      .route({
        method: 'POST',
        path: '/sources/{id}/records/{recordId}/looked',
        tags: ['Records'],
        summary: 'Somebody looks at a record: its details are fetched before those of others',
      })
      .input(z.object({ id: sourceId, recordId }))
      .output(z.object({ waiting: z.boolean().describe('Whether details of it are still to be fetched.') })),
    /** A page has painted a pushed change. Kept as the latency from its arrival to the screen. */
    shown: base.input(z.object({ id: sourceId, milliseconds: z.number().min(0).max(3_600_000) })).output(z.object({})),
    /** One stretch of the records table. The order is worked out once and then read by position. */
    window: base
      .input(
        z.object({
          id: sourceId,
          offset: z.number().int().min(0),
          limit: z.number().int().min(0).max(1000),
          sort: recordSort.nullable().default(null),
          filter: z.string().max(1000).default('').describe('Only records that contain this text, in any letter case.'),
          ...recordSet,
        }),
      )
      .output(
        z.object({
          items: z.array(recordSchema),
          total: z.number().int(),
          version: z.number().int().describe('Rises with every change of the records.'),
          reachesBackTo: isoTime.describe('The earliest moment for asOf.'),
        }),
      ),
  },
  presets: {
    list: base
      .route({ method: 'GET', path: '/presets', tags: ['Presets'], summary: 'Ready-made sources, with those from the data folder' })
      .output(
        z.object({
          items: z.array(sourcePresetSchema),
          folder: z.string().describe('Where presets of your own belong, each in a file of its own.'),
          problems: z.array(configProblemSchema).describe('What is wrong with files in that folder.'),
        }),
      ),
    fill: base
      .route({
        method: 'POST',
        path: '/presets/fill',
        tags: ['Presets'],
        summary: 'The sources and dashboards that a preset gives with some values; nothing is called or saved',
      })
      .input(z.object(presetUse))
      .output(filledPresetSchema),
    add: base
      .route({
        method: 'POST',
        path: '/presets/add',
        tags: ['Presets'],
        summary: 'Add the sources of a preset and its dashboards; of the sources all or none',
        successStatus: 201,
      })
      .input(z.object(presetUse))
      .output(
        z.object({
          sources: z.array(sourceStatusSchema),
          dashboards: z.array(dashboardSummarySchema),
        }),
      ),
    fromOpenApi: base
      .route({
        method: 'POST',
        path: '/presets/openapi',
        tags: ['Presets'],
        summary: 'The operations of an OpenAPI document that list something, each as a preset to fill in',
      })
      .input(
        z.object({
          url: httpUrl.optional().describe('Where the document is.'),
          text: z.string().max(16_777_216).optional().describe('In place of a URL: the document, JSON or YAML.'),
        }),
      )
      .output(openApiReadingSchema),
  },
  refreshes: {
    list: base
      .route({ method: 'GET', path: '/refreshes', tags: ['Refreshing'], summary: 'The history of refreshes, newest first' })
      .input(z.object({ sourceId: sourceId.optional(), outcome: outcome.optional(), limit: limit(1000, 100), ...page }))
      .output(list(refreshSchema)),
    all: base
      .route({ method: 'POST', path: '/refresh', tags: ['Refreshing'], summary: 'Refresh every source, or those that are due' })
      .input(
        z
          .object({ mode: z.enum(['due', 'normal', 'force']).default('normal'), wait: z.boolean().default(false) })
          .default({ mode: 'normal', wait: false }),
      )
      .output(z.object({ items: z.array(refreshAnswerSchema) })),
  },
  records: {
    search: base
      .route({
        method: 'GET',
        path: '/search',
        tags: ['Records'],
        summary: 'The records of one source, or of all, that hold all words of a search; those first seen last before the others',
      })
      .input(
        z.object({
          q: z
            .string()
            .max(1000)
            .describe('Words, which may stand anywhere in a value or the id, also within other words; "some words" in that order.'),
          sourceId: sourceId.optional(),
          limit: limit(500, 50),
          ...page,
        }),
      )
      .output(
        list(searchHitSchema).extend({
          behind: z
            .number()
            .int()
            .describe('Changed records that are still to be taken into the search. They are found too; it takes longer meanwhile.'),
        }),
      ),
  },
  freshness: {
    list: base
      .route({ method: 'GET', path: '/freshness', tags: ['Freshness'], summary: 'How old everything is, and when it is next refreshed' })
      .output(list(freshnessItem)),
  },
  quotas: {
    list: base
      .route({ method: 'GET', path: '/quotas', tags: ['Quotas'], summary: 'Every quota window and how it stands' })
      .output(list(quotaUseSchema)),
  },
  decisions: {
    test: base
      .route({
        method: 'POST',
        path: '/decisions/test',
        tags: ['Refreshing'],
        summary: 'What would be decided in a given state at a given time; nothing is done',
      })
      .input(whatIfSchema)
      .output(z.object({ decision: decisionSchema, sentence: z.string() })),
  },
  policies: {
    preview: base
      .route({
        method: 'POST',
        path: '/policies/preview',
        tags: ['Freshness'],
        summary: 'What a policy would cost in a day at the usual hours',
      })
      .input(z.object({ policy: policySchema }))
      .output(
        z.object({
          sentence: z.string(),
          callsPerDay: z.number().int(),
          fixedCallsPerDay: z.number().int(),
          hoursLearned: z.boolean().describe('Worked out for the hours in which somebody usually looks; otherwise for those assumed.'),
          hoursAssumed: z.string(),
          quarters: z.array(z.number().int()).describe('Calls in each quarter of an hour of a Monday, from midnight UTC on.'),
          looked: z.array(z.boolean()).describe('Whether somebody is taken to look in each of them.'),
        }),
      ),
  },
  dashboards: {
    list: base
      .route({ method: 'GET', path: '/dashboards', tags: ['Dashboards'], summary: 'All dashboards, in the order they are shown' })
      .output(list(dashboardSummarySchema)),
    get: base
      .route({ method: 'GET', path: '/dashboards/{id}', tags: ['Dashboards'], summary: 'One dashboard' })
      .input(byViewId)
      .output(storedDashboardSchema),
    create: base
      .route({ method: 'POST', path: '/dashboards', tags: ['Dashboards'], summary: 'Make a dashboard', successStatus: 201 })
      .input(dashboardDraftSchema)
      .output(storedDashboardSchema),
    replace: base
      .route({ method: 'PUT', path: '/dashboards/{id}', tags: ['Dashboards'], summary: 'Change a dashboard as a whole' })
      .input(
        z.object({
          id: viewId,
          version: z.number().int().describe('That it was read at; 409 when it has been changed since.'),
          dashboard: dashboardSchema,
        }),
      )
      .output(storedDashboardSchema),
    remove: base
      .route({ method: 'DELETE', path: '/dashboards/{id}', tags: ['Dashboards'], summary: 'Remove a dashboard; undo brings it back' })
      .input(byViewId)
      .output(z.object({ id: viewId, restorableUntil: isoTime })),
    undo: base
      .route({
        method: 'POST',
        path: '/dashboards/{id}/undo',
        tags: ['Dashboards'],
        summary: 'Take the last change of a dashboard back, or its removal',
      })
      .input(byViewId)
      .output(storedDashboardSchema),
    duplicate: base
      .route({ method: 'POST', path: '/dashboards/{id}/duplicate', tags: ['Dashboards'], summary: 'Make a copy', successStatus: 201 })
      .input(z.object({ id: viewId, title: z.string().trim().min(1).max(200).optional() }))
      .output(storedDashboardSchema),
    arrange: base
      .route({ method: 'POST', path: '/dashboards/arrange', tags: ['Dashboards'], summary: 'Put dashboards in an order' })
      .input(z.object({ ids: z.array(viewId).max(10_000).describe('Those that are left out come last.') }))
      .output(list(dashboardSummarySchema)),
    export: base
      .route({
        method: 'GET',
        path: '/dashboards/{id}/export',
        tags: ['Dashboards'],
        summary: 'A dashboard as a file that can be imported',
      })
      .input(byViewId)
      .output(dashboardFileSchema),
    import: base
      .route({
        method: 'POST',
        path: '/dashboards/import',
        tags: ['Dashboards'],
        summary: 'Take in a dashboard that was exported',
        successStatus: 201,
      })
      .input(z.object({ file: dashboardFileSchema, existing: existingDashboard.default('copy') }))
      .output(storedDashboardSchema),
    choices: base
      .route({
        method: 'GET',
        path: '/dashboards/{id}/parameters/{name}',
        tags: ['Dashboards'],
        summary: 'What a parameter can be set to',
      })
      .input(z.object({ id: viewId, name: parameterName }))
      .output(
        z.object({
          items: z.array(z.object({ value: parameterValue, label: z.string() })),
          failure: z.string().nullable().describe('Why the query for the choices gave none.'),
        }),
      ),
  },
  panels: {
    data: base
      .route({
        method: 'POST',
        path: '/dashboards/{id}/panels/{panelId}/data',
        tags: ['Dashboards'],
        summary:
          'What a panel shows. A page that asks looks at it for 3 minutes, in which it is kept warm; it asks again before they are over',
      })
      .input(
        z.object({
          id: viewId,
          panelId: viewId,
          ...asked,
          known: z.number().int().optional().describe('The version that is shown already; its rows are not sent again.'),
        }),
      )
      .output(panelDataSchema),
    preview: base
      .route({
        method: 'POST',
        path: '/panels/preview',
        tags: ['Dashboards'],
        summary: 'What a query gives that is not saved; a mistake in it is the failure of the result',
      })
      .input(z.object({ query: panelQuerySchema, ...asked }))
      .output(panelDataSchema.extend({ sql: z.string().describe('The SQL that was run; of a form, what the app wrote for it.') })),
    target: base
      .route({
        method: 'GET',
        path: '/dashboards/{id}/panels/{panelId}/target',
        tags: ['Dashboards'],
        summary: 'How often a panel was young enough while somebody looked',
      })
      .input(z.object({ id: viewId, panelId: viewId }))
      .output(targetUseSchema),
  },
  alerts: {
    list: base
      .route({ method: 'GET', path: '/alerts', tags: ['Alerts'], summary: 'All alerts and where they stand' })
      .output(list(alertStatusSchema)),
    get: base
      .route({ method: 'GET', path: '/alerts/{id}', tags: ['Alerts'], summary: 'One alert and where it stands' })
      .input(byViewId)
      .output(alertStatusSchema),
    add: base
      .route({ method: 'POST', path: '/alerts', tags: ['Alerts'], summary: 'Make an alert', successStatus: 201 })
      .input(alertDraftSchema)
      .output(alertStatusSchema),
    replace: base
      .route({ method: 'PUT', path: '/alerts/{id}', tags: ['Alerts'], summary: 'Change an alert as a whole' })
      .input(z.object({ id: viewId, alert: alertDraftSchema }))
      .output(alertStatusSchema),
    remove: base
      .route({ method: 'DELETE', path: '/alerts/{id}', tags: ['Alerts'], summary: 'Remove an alert; restore brings it back' })
      .input(byViewId)
      .output(z.object({ id: viewId, restorableUntil: isoTime })),
    restore: base
      .route({ method: 'POST', path: '/alerts/{id}/restore', tags: ['Alerts'], summary: 'Bring back an alert that was removed' })
      .input(byViewId)
      .output(alertStatusSchema),
    snooze: base
      .route({ method: 'POST', path: '/alerts/{id}/snooze', tags: ['Alerts'], summary: 'Send nothing of an alert for a while' })
      .input(
        z.object({
          id: viewId,
          forSeconds: z
            .number()
            .int()
            .min(1)
            .max(366 * 86_400)
            .nullable()
            .describe('null: ends it.'),
        }),
      )
      .output(alertStatusSchema),
    test: base
      .route({
        method: 'POST',
        path: '/alerts/{id}/test',
        tags: ['Alerts'],
        summary: 'Send a message of an alert now, whatever its condition says',
      })
      .input(byViewId)
      .output(alertStatusSchema),
    messages: base
      .route({ method: 'GET', path: '/alert-messages', tags: ['Alerts'], summary: 'The messages of one alert, or of all, newest first' })
      .input(z.object({ alertId: viewId.optional(), limit: limit(500, 50), ...page }))
      .output(list(alertMessageSchema)),
  },
  schema: {
    list: base
      .route({ method: 'GET', path: '/schema', tags: ['Dashboards'], summary: 'The tables, columns and functions that SQL can use' })
      .output(sqlSchemaSchema),
  },
  cache: {
    list: base
      .route({ method: 'GET', path: '/cache', tags: ['Dashboards'], summary: 'The results that are kept warm' })
      .output(cacheSchema),
    warm: base
      .route({ method: 'POST', path: '/cache/warm', tags: ['Dashboards'], summary: 'Work out all kept results again; answers when done' })
      .output(warmingSchema),
    clear: base
      .route({ method: 'DELETE', path: '/cache', tags: ['Dashboards'], summary: 'Forget all results; they are worked out when asked for' })
      .output(z.object({ removed: z.number().int() })),
  },
  workspace: {
    export: base
      .route({
        method: 'POST',
        path: '/workspace/export',
        tags: ['App'],
        summary: 'Write everything but secrets to a file on this computer; GET /status tells how far it is',
      })
      .input(z.object({ file: workspaceFile.optional().describe('Left out: a new file in the folder exports of the data folder.') }))
      .output(transferSchema),
    check: base
      .route({ method: 'POST', path: '/workspace/import/check', tags: ['App'], summary: 'What a file holds and what an import would do' })
      .input(z.object({ file: workspaceFile }))
      .output(importPreviewSchema),
    import: base
      .route({
        method: 'POST',
        path: '/workspace/import',
        tags: ['App'],
        summary: 'Take in the sources of a file, each whole or not at all; GET /status tells how far it is',
      })
      .input(z.object({ file: workspaceFile, existing: existingSources.default('keep') }))
      .output(transferSchema),
    cancel: base
      .route({ method: 'POST', path: '/workspace/cancel', tags: ['App'], summary: 'Stop the export or import that is under way' })
      .output(z.object({ cancelled: z.boolean() })),
  },
  events: {
    subscribe: base.output(eventIterator(eventSchema)),
  },
};
export type Contract = typeof contract;
