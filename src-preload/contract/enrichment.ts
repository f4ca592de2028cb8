import { z } from 'zod';
import { headerName, headerValue } from './http-fields.ts';
import { failureSchema } from './refresh.ts';
import { isoTime } from './time.ts';

/** An optional field counts as given up after so many tries. */
const OPTIONAL_TRIES = 5;

const fieldPath = z.string().min(1).max(500);
const expression = z.string().max(10_000);

/** `essential` fields are asked for until they are there; `optional` ones are given up after some tries, and come later. */
export const enrichmentGroup = z.enum(['essential', 'optional']);
export type EnrichmentGroup = z.infer<typeof enrichmentGroup>;

const batchSchema = z.strictObject({
  size: z.number().int().min(2).max(1000).default(50).describe('So many records are asked for in one call.'),
  separator: z.string().min(1).max(10).default(',').describe('What stands between the ids in {ids}.'),
  list: expression
    .default('')
    .describe('Where the answer holds the list of details: a path or a JSONata expression; empty for the whole body.'),
  idField: expression.min(1).default('id').describe('Which field of an entry is the id of its record: a path or a JSONata expression.'),
});

/** A place in the template of a URL: `{id}`, `{ids}`, or the path of a record field. */
const PLACE = /\{([^{}]*)\}/g;

/** The names in braces in the template of a URL. */
export function placesOf(template: string): string[] {
  return [...template.matchAll(PLACE)].map((match) => match[1] ?? '');
}

/** What is wrong with the template of a URL; `null` when nothing is. Only its path and query may depend on the record. */
function templateProblem(template: string, isBatch: boolean): string | null {
  const places = placesOf(template);
  if (/[{}]/.test(template.replaceAll(PLACE, ''))) return 'a brace is left open; write {id} or {name.of.a.field}';
  if (places.includes('')) return 'there is no name within the braces; write {id} or {name.of.a.field}';
  if (isBatch && places.join() !== 'ids') return 'a batch is asked for with {ids}, once, and nothing else in braces';
  if (!isBatch && places.includes('ids')) return '{ids} needs "batch"; for one record at a time write {id}';
  if (places.length === 0) return 'does not say which record is meant; write {id} where its id belongs';
  const base = 'https://a.invalid/';
  const [one, other] = ['a', 'b'].map((letter) => template.replaceAll(PLACE, letter));
  if (one === undefined || other === undefined || !URL.canParse(one, base) || !URL.canParse(other, base)) return 'not a URL';
  const [url, again] = [new URL(one, base), new URL(other, base)];
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return `only http and https are supported, not ${url.protocol}//`;
  if (url.username !== '' || url.password !== '') return 'a URL must not hold a user name or password';
  if (url.origin !== again.origin) return 'the server must be the same for all records; use braces in the path or the query only';
  return null;
}

/** Says which field paths lie within one another, which could not both be kept. */
function overlapOf(paths: readonly string[]): string | null {
  const seen = new Set<string>();
  for (const path of [...paths].sort()) {
    const parents = path.split('.').map((_, index, names) => names.slice(0, index + 1).join('.'));
    const within = parents.find((parent) => seen.has(parent));
    if (within !== undefined) return within === path ? `"${path}" is filled twice` : `"${path}" lies within "${within}"`;
    seen.add(path);
  }
  return null;
}

export const detailRequestSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(100).default('details').describe('As shown; each request of a source has its own.'),
    url: z
      .string()
      .min(1)
      .max(8192)
      .describe(
        'Where the details of a record are, with {id} or a field such as {athlete.id} in the path or query. Relative to the URL of the source; on another server it is called without the key and the headers of the source.',
      ),
    headers: z.record(headerName, headerValue).default({}).describe('Further headers, beside those of the source.'),
    batch: batchSchema.optional().describe('One call serves many records: {ids} in the URL stands for their ids.'),
    fields: z
      .record(fieldPath, expression)
      .refine((fields) => Object.keys(fields).length > 0, 'name at least one field to fill')
      .describe(
        'Record fields to fill, each with where the answer holds it: a path or a JSONata expression; empty for the whole answer. They are rich fields.',
      ),
    group: enrichmentGroup.default('essential').describe('Essential details come first and are tried until they are there.'),
    tries: z
      .number()
      .int()
      .min(1)
      .max(1000)
      .optional()
      .describe(`A record is given up after so many failed tries. Default: essential never, optional ${OPTIONAL_TRIES}.`),
    hoursBetweenTries: z.number().min(0.1).max(8784).default(24).describe('How long a failed try rests.'),
    recordsYoungerThanDays: z
      .number()
      .min(0.1)
      .max(36_600)
      .default(21)
      .describe('Only records younger than this, by their own time, or else by when they were first seen.'),
    cost: z.number().min(0).max(1_000_000).optional().describe("What one call costs. Default: as the source's other calls."),
  })
  .superRefine(({ url, batch }, context) => {
    const problem = templateProblem(url, batch !== undefined);
    if (problem !== null) context.addIssue({ code: 'custom', path: ['url'], message: problem });
  });
export type DetailRequest = z.infer<typeof detailRequestSchema>;

/** Details that a source's listing does not hold, fetched record by record or in batches. */
export const enrichmentSchema = z
  .strictObject({
    requests: z.array(detailRequestSchema).min(1).max(5),
    sharePercent: z
      .number()
      .min(1)
      .max(100)
      .default(50)
      .describe('Share of every quota window that details may use; the rest is kept for refreshes.'),
    everySeconds: z.number().int().min(1).max(86_400).default(60).describe('A run of calls begins this long after the one before.'),
    callsPerRun: z.number().int().min(1).max(1000).default(30).describe('A run makes at most this many calls.'),
  })
  .superRefine(({ requests }, context) => {
    const names = requests.map((request) => request.name);
    const twice = names.findIndex((name, index) => names.indexOf(name) !== index);
    if (twice >= 0) context.addIssue({ code: 'custom', path: ['requests', twice, 'name'], message: 'another request has this name' });
    const overlap = overlapOf(requests.flatMap((request) => Object.keys(request.fields)));
    if (overlap !== null) context.addIssue({ code: 'custom', path: ['requests'], message: `fields: ${overlap}` });
  });
export type EnrichmentConfig = z.infer<typeof enrichmentSchema>;

/** After so many failed tries a record is given up; `null`: never. */
export function mostTries({ group, tries }: Pick<DetailRequest, 'group' | 'tries'>): number | null {
  return tries ?? (group === 'optional' ? OPTIONAL_TRIES : null);
}

/** All fields that a listing never overwrites: those that are named, and those that details fill. */
export function richFieldsOf(config: { richFields: readonly string[]; enrichment?: EnrichmentConfig | undefined }): string[] {
  const filled = config.enrichment?.requests.flatMap((request) => Object.keys(request.fields)) ?? [];
  return [...new Set([...config.richFields, ...filled])];
}

/** Why details are being fetched, or why not. Each code has one sentence in `enrichment-sentence.ts`. */
export const enrichmentReason = z.enum([
  'fetching',
  'due',
  'next-run',
  'next-try',
  'all-answered',
  'safe-mode',
  'paused',
  'source-paused',
  'app-paused',
  'source-resting',
  'host-in-trouble',
  'needs-fix',
  'server-said-wait',
  'backing-off',
  'refreshing',
  'outside-hours',
  'quota-spent',
  'share-spent',
]);
export type EnrichmentReason = z.infer<typeof enrichmentReason>;

const counts = {
  answered: z.number().int().describe('Records whose details are there, or that have none.'),
  waiting: z.number().int().describe('Records that are still to be asked about, also those whose last try failed.'),
  givenUp: z.number().int().describe('Records that are not asked about any more: out of tries, or too old.'),
};

/** How the details of a source stand. */
export const enrichmentStatusSchema = z.object({
  reason: enrichmentReason,
  running: z.boolean(),
  paused: z.boolean().describe('Paused by the user, apart from the source.'),
  ...counts,
  requests: z.array(z.object({ name: z.string(), group: enrichmentGroup, ...counts })),
  callsToday: z.number().int().describe('Calls for details since midnight UTC; they are among the calls of the source.'),
  sharePercent: z.number(),
  nextAt: isoTime.nullable().describe('When the next call for details is made if nothing changes; null: not by itself.'),
  failure: failureSchema.nullable().describe('Why the last call for details failed, if it did.'),
});
export type EnrichmentStatus = z.infer<typeof enrichmentStatusSchema>;
