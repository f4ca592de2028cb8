import { z } from 'zod';
import { isoTime } from './time.ts';

/** Ids of dashboards and panels are used in addresses and on the command line. */
export const viewId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'use lower-case letters, digits and hyphens, at most 63')
  .meta({ examples: ['odds-value'] });

/** The name of a parameter, as SQL writes it after the colon. */
export const parameterName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,62}$/, 'use lower-case letters, digits and underscores, a letter first')
  .meta({ examples: ['bookmaker'] });

/** A value that is bound to a query; never a part of its text. */
export const parameterValue = z.union([z.string().max(10_000), z.number(), z.null()]);
export type ParameterValue = z.infer<typeof parameterValue>;
export const parameterValues = z.record(parameterName, parameterValue);
export type ParameterValues = z.infer<typeof parameterValues>;

const column = z.string().min(1).max(200);
const field = z.string().min(1).max(500);

const aggregate = z.enum(['count', 'sum', 'average', 'min', 'max', 'median', 'distinct', 'latest']);
const grain = z.enum(['minute', 'quarter-hour', 'hour', 'day', 'week', 'month']);
const test = z.strictObject({
  field,
  is: z.enum(['=', '!=', '<', '<=', '>', '>=', 'contains', 'empty', 'not-empty']),
  value: z.union([parameterValue, z.strictObject({ parameter: parameterName })]).default(null),
});

/** A query put together from choices, for those who do not write SQL; the app writes it for them. */
export const formQuerySchema = z.strictObject({
  kind: z.literal('form'),
  source: z.string().min(1).max(63),
  values: z
    .array(z.strictObject({ aggregate, field: field.optional().describe('Not needed for a count.'), as: column.optional() }))
    .max(20)
    .default([]),
  columns: z.array(field).max(50).default([]).describe('Without values: the fields of each record.'),
  by: z
    .array(z.strictObject({ field, grain: grain.optional() }))
    .max(4)
    .default([])
    .describe('Groups; a field that holds a time may be cut to a grain. $time is the own time of the record.'),
  where: z.array(test).max(20).default([]),
  inRange: z.boolean().default(true).describe('Only records whose own time lies in the time range of the dashboard.'),
  order: z.strictObject({ by: column, descending: z.boolean().default(false) }).optional(),
  limit: z.number().int().min(1).max(10_000).default(1000),
});
export type FormQuery = z.infer<typeof formQuerySchema>;

export const panelQuerySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('sql'),
    sql: z
      .string()
      .min(1)
      .max(50_000)
      .describe('One SELECT. Tables: one per source, and records, sources, refreshes, decisions, calls, quotas. Parameters as :name.'),
  }),
  formQuerySchema,
]);
export type PanelQuery = z.infer<typeof panelQuerySchema>;

/** How a number is written. */
export const unitSchema = z.strictObject({
  kind: z.enum(['number', 'percent', 'currency', 'bytes', 'seconds', 'distance']).default('number'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'is a code such as EUR')
    .optional(),
  decimals: z.number().int().min(0).max(10).optional(),
  suffix: z.string().max(20).optional().describe('Words after the number, such as calls.'),
});
export type Unit = z.infer<typeof unitSchema>;

/** From this value on a number is shown in this tone. */
const threshold = z.strictObject({ from: z.number(), tone: z.enum(['good', 'notice', 'warning', 'bad']) });
export type Threshold = z.infer<typeof threshold>;

const written = { unit: unitSchema.default({ kind: 'number' }), thresholds: z.array(threshold).max(10).default([]) };
const axes = {
  x: column.optional().describe('The column of the horizontal axis; without it, the first.'),
  series: column.optional().describe('A column whose values each become a line of their own.'),
  y: z.array(column).max(20).default([]).describe('The columns that are drawn; without them, all that hold numbers.'),
  ...written,
};

/** A way to show the rows of a query. */
export const panelShowSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('number'),
    value: column.optional(),
    trend: column.optional().describe('A column with the values before, drawn as a small line; rows are taken oldest first.'),
    better: z.enum(['higher', 'lower', 'neither']).default('neither'),
    ...written,
  }),
  z.strictObject({ kind: z.literal('line'), ...axes }),
  z.strictObject({ kind: z.literal('area'), ...axes, stacked: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal('bar'), ...axes, stacked: z.boolean().default(false), horizontal: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal('heat-map'), x: column.optional(), y: column.optional(), value: column.optional(), ...written }),
  z.strictObject({
    kind: z.literal('table'),
    columns: z
      .array(z.strictObject({ column, title: z.string().max(200).optional(), ...written, link: column.optional() }))
      .max(50)
      .default([])
      .describe('Without them, all columns as they come.'),
  }),
  z.strictObject({ kind: z.literal('list'), title: column.optional(), detail: column.optional(), time: column.optional() }),
  z.strictObject({
    kind: z.literal('gauge'),
    value: column.optional(),
    min: z.number().default(0),
    max: z.number().default(100),
    ...written,
  }),
  z.strictObject({ kind: z.literal('status'), name: column.optional(), state: column.optional(), ...written }),
  z.strictObject({
    kind: z.literal('calendar'),
    time: column.optional(),
    end: column.optional(),
    title: column.optional(),
    value: column.optional(),
  }),
  z.strictObject({
    kind: z.literal('text'),
    markdown: z.string().max(20_000).describe('{{column}} is replaced by the value in the first row.'),
  }),
  z.strictObject({
    kind: z.literal('map'),
    polyline: column.optional().describe('A column of encoded polylines.'),
    title: column.optional(),
  }),
]);
export type PanelShow = z.infer<typeof panelShowSchema>;

/** How old a panel may be while somebody looks at it. */
export const freshnessTargetSchema = z.strictObject({
  maxAgeSeconds: z
    .number()
    .int()
    .min(1)
    .max(366 * 86_400),
  share: z.number().min(0.5).max(1).default(0.95).describe('Of the time that somebody looks.'),
});
export type FreshnessTarget = z.infer<typeof freshnessTargetSchema>;

/** The columns of the grid that panels lie on. */
export const GRID_COLUMNS = 12;

/** A place on the grid; a row is 40 pixels high. */
export const placeSchema = z.strictObject({
  x: z
    .number()
    .int()
    .min(0)
    .max(GRID_COLUMNS - 1),
  y: z.number().int().min(0).max(10_000),
  width: z.number().int().min(1).max(GRID_COLUMNS),
  height: z.number().int().min(2).max(100),
});
export type Place = z.infer<typeof placeSchema>;

export const panelSchema = z
  .strictObject({
    id: viewId,
    title: z.string().trim().max(200).default(''),
    about: z.string().max(2000).default(''),
    query: panelQuerySchema.optional().describe('A text may do without.'),
    show: panelShowSchema,
    place: placeSchema,
    target: freshnessTargetSchema.optional(),
    keepSeconds: z
      .number()
      .int()
      .min(1)
      .max(86_400)
      .default(300)
      .describe('A result is worked out again after this time, or when its data change.'),
  })
  .meta({ id: 'Panel' });
export type Panel = z.infer<typeof panelSchema>;

/** The most rows that a query gives. */
export const MOST_ROWS = 10_000;

/** What a panel shows. A result that failed keeps the rows of the last good one. */
export const panelResultSchema = z
  .object({
    columns: z.array(z.object({ name: z.string(), type: z.enum(['text', 'number', 'time', 'boolean', 'json', 'empty']) })),
    rows: z.array(z.array(z.unknown())),
    truncated: z.boolean().describe(`There were more than the first ${MOST_ROWS.toLocaleString('en')} rows.`),
    sources: z.array(z.string()).describe('Ids of the sources that were read; the age of a panel is that of the oldest.'),
    computedAt: isoTime.nullable().describe('null: never yet.'),
    expiresAt: isoTime.nullable(),
    tookMs: z.number(),
    version: z.number().int().describe('Rises whenever the rows are other ones.'),
    failure: z
      .object({
        message: z.string(),
        advice: z.string(),
        place: z
          .object({ line: z.number().int(), column: z.number().int() })
          .optional()
          .describe('Where in the SQL, both counted from 1, when that is known.'),
      })
      .nullable(),
  })
  .meta({ id: 'PanelResult' });
export type PanelResult = z.infer<typeof panelResultSchema>;
