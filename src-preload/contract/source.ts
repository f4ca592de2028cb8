import { z } from 'zod';
import { enrichmentSchema } from './enrichment.ts';
import { expression, fieldPath } from './expression-text.ts';
import { formatSchema } from './format.ts';
import { headerName, headerValue, hostPattern, sourceUrl } from './http-fields.ts';
import { incrementalSchema } from './incremental.ts';
import { oauthSchema } from './oauth.ts';
import { policySchema } from './policy.ts';
import { probeSchema } from './probe.ts';
import { pushSchema } from './push.ts';
import { quotaSchema } from './quota.ts';
import { changeLogSchema } from './record-change.ts';
import { retentionSchema } from './retention.ts';
import { secretSchema } from './secret.ts';
import { batchSchema, widestSchema } from './sharing.ts';

export const authSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('header'), name: headerName, secret: secretSchema }),
  z.strictObject({ kind: z.literal('query'), name: z.string().min(1).max(200), secret: secretSchema }),
  z.strictObject({ kind: z.literal('bearer'), secret: secretSchema }),
  z.strictObject({ kind: z.literal('basic'), username: z.string().max(1000), secret: secretSchema }),
  oauthSchema,
]);
export type Auth = z.infer<typeof authSchema>;

const maxPages = z
  .number()
  .int()
  .min(1)
  .max(10_000)
  .default(100)
  .describe('Stop after this many pages; the refresh then says that it was cut.');
const paramName = z.string().min(1).max(200);

export const pagingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('page'),
    param: paramName.default('page'),
    start: z.number().int().min(0).max(1_000_000).default(1),
    sizeParam: paramName.optional(),
    size: z.number().int().min(1).max(100_000).optional(),
    maxPages,
  }),
  z.strictObject({
    kind: z.literal('offset'),
    param: paramName.default('offset'),
    sizeParam: paramName.default('limit'),
    size: z.number().int().min(1).max(100_000).default(100),
    maxPages,
  }),
  z.strictObject({
    kind: z.literal('cursor'),
    cursor: z
      .string()
      .min(1)
      .max(1000)
      .describe('Where the response holds the next cursor: a path or a JSONata expression. The last page has none.'),
    param: paramName.default('cursor'),
    maxPages,
  }),
  z.strictObject({ kind: z.literal('link'), maxPages }),
]);
export type Paging = z.infer<typeof pagingSchema>;

/** Source ids are used in URLs and on the command line. */
export const sourceId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'use lower-case letters, digits and hyphens, at most 63')
  .meta({ examples: ['odds-epl'] });

const fields = {
  name: z.string().trim().min(1).max(200),
  url: sourceUrl.describe('An address of http, https, file, command or postgresql.'),
  method: z.enum(['GET', 'POST']).default('GET'),
  headers: z.record(headerName, headerValue).default({}),
  query: z.record(z.string().min(1).max(200), z.string().max(8192)).default({}),
  body: z.string().max(1_000_000).optional().describe('Request body of a POST, usually JSON; of a postgresql source its query in SQL.'),
  arguments: z
    .array(z.string().max(8192))
    .max(200)
    .optional()
    .describe('Arguments of the program of a command source, one by one; no shell reads them.'),
  allowedHosts: z.array(hostPattern).max(100).optional().describe('Hosts that redirects may lead to, beside those of its own addresses.'),
  allowPrivate: z
    .boolean()
    .optional()
    .describe(
      'Whether private, loopback and link-local addresses may be called; the usual is yes on the desktop and no where the app is served.',
    ),
  auth: authSchema.default({ kind: 'none' }),
  format: formatSchema.optional().describe('How the answer is written; JSON where nothing is said.'),
  list: expression
    .default('')
    .describe(
      'Where the list of records is: a path such as data.items, or a JSONata expression; empty for the whole body, or for the entries of a feed.',
    ),
  idField: expression
    .default('id')
    .describe('The field that identifies a record: a path, or a JSONata expression evaluated on each record.'),
  timeField: fieldPath.optional().describe("The field that holds the record's own time."),
  richFields: z
    .array(fieldPath)
    .max(200)
    .default([])
    .describe('Fields that belong to enrichment: a list response may fill them but never overwrites them. All other fields are basic.'),
  computed: z
    .record(z.string().min(1).max(200), expression.min(1))
    .default({})
    .describe('Further fields, each a JSONata expression evaluated on the record.'),
  paging: pagingSchema.default({ kind: 'none' }),
  completeListing: z
    .boolean()
    .default(false)
    .describe(
      'The listing holds every record there is: one that is missing from it was deleted upstream, is marked so and no longer shown.',
    ),
  push: pushSchema.optional().describe('How changes are received as they happen, beside the listing.'),
  probe: probeSchema.optional().describe('A cheap call that tells whether the costly one is worth making.'),
  incremental: incrementalSchema.optional().describe('Asks only for what has changed since the newest record.'),
  batch: batchSchema.optional().describe('Shares its calls with sources that are the same but for the ids that they ask for.'),
  widest: widestSchema
    .optional()
    .describe('Shares its calls with sources that are the same but for the number of records that they ask for.'),
  enrichment: enrichmentSchema.optional().describe('Details that the listing does not hold, fetched after refreshes.'),
  changeLog: changeLogSchema.optional().describe('How long changes of records are kept, where it is not as long as usual.'),
  retention: retentionSchema.optional().describe('How long records are kept; without it, for good.'),
  quota: quotaSchema.default({ windows: [], reserveForManualPercent: 10, cost: 1, spread: 'usual-hours' }),
  policy: policySchema.default({ preset: 'smart', whileActiveSeconds: 900, staleOnOpenSeconds: 1800 }),
  timeoutSeconds: z.number().min(1).max(600).default(30).describe('One request may take this long.'),
  maxBodyMebibytes: z.number().min(0.001).max(1024).default(64).describe('A larger response is refused.'),
};

/** One source, as the config file and the API hold it. */
export const sourceConfigSchema = z.strictObject({ id: sourceId, ...fields }).meta({ id: 'SourceConfig' });
export type SourceConfig = z.infer<typeof sourceConfigSchema>;

/** A source to be added or tried: the id may be left out and is then made from the name. */
export const sourceDraftSchema = z.strictObject({ id: sourceId.optional(), ...fields }).meta({ id: 'SourceDraft' });
export type SourceDraft = z.infer<typeof sourceDraftSchema>;
export type SourceDraftInput = z.input<typeof sourceDraftSchema>;

/** The config file `freshet.config.json`. */
export const configFileSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1).default(1),
  allowCommands: z
    .boolean()
    .optional()
    .describe(
      'Whether command sources, whoever adds them, may run programs of this computer as the user that Freshet runs as. Only this file and --allow-commands can say so.',
    ),
  sources: z.array(sourceConfigSchema).max(10_000).default([]),
});
export type ConfigFile = z.infer<typeof configFileSchema>;

/** Who defined a source: the user on screen or through the API, the config file, or the demo workspace. */
export const sourceOrigin = z.enum(['app', 'config', 'demo']);
export type SourceOrigin = z.infer<typeof sourceOrigin>;
