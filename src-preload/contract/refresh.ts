import { z } from 'zod';
import { isoTime } from './time.ts';

/** What set a refresh off. `shared`: the refresh of another source that asks the same; `repair`: the database was restored. */
export const trigger = z.enum(['schedule', 'open', 'manual', 'force', 'resume', 'startup', 'push', 'shared', 'repair']);
export type Trigger = z.infer<typeof trigger>;

/** How a refresh ended. `lost`: the process died during it; found at the next start and done again. */
export const outcome = z.enum(['changed', 'unchanged', 'not-modified', 'failed', 'cancelled', 'lost']);
export type Outcome = z.infer<typeof outcome>;

/** Every way in which calling an upstream can fail. */
export const failureCode = z.enum([
  'dns',
  'refused',
  'unreachable',
  'tls',
  'timeout',
  'reset',
  'redirects',
  'not-allowed',
  'unauthorized',
  'forbidden',
  'not-found',
  'gone',
  'rate-limited',
  'client-error',
  'server-error',
  'too-large',
  'not-json',
  'bad-format',
  'no-list',
  'no-ids',
  'expression',
  'secret-missing',
  'quota-spent',
  'host-resting',
  'store',
  'internal',
]);
export type FailureCode = z.infer<typeof failureCode>;

/** A failure in words for the user: what was wrong and where, and what to do. Never holds a secret. */
export const failureSchema = z.object({
  code: failureCode,
  message: z.string(),
  advice: z.string(),
  status: z.number().int().optional().describe('HTTP status, where there was one.'),
});
export type Failure = z.infer<typeof failureSchema>;

export const rejectedSchema = z.object({ reason: z.string(), count: z.number().int(), example: z.string() });
/** Records that could not be taken, grouped by reason, with the position or an excerpt of the first. */
export type Rejected = z.infer<typeof rejectedSchema>;

export const countsSchema = z.object({
  added: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  deleted: z.number().int().describe('No longer in a complete listing: marked as deleted upstream, kept, and no longer shown.'),
  rejected: z.number().int(),
});
export type Counts = z.infer<typeof countsSchema>;

/** One refresh: one run that brings a source up to date. */
export const refreshSchema = z.object({
  id: z.string(),
  sourceId: z.string(),
  sourceName: z.string(),
  trigger,
  startedAt: isoTime,
  endedAt: isoTime.nullable(),
  outcome: outcome.nullable().describe('null while it runs.'),
  calls: z.number().int().describe('HTTP requests that left, retries included.'),
  notModified: z.number().int().describe('How many of the calls were answered 304.'),
  bytes: z.number().int().describe('Body bytes received, after decompression.'),
  pages: z.number().int(),
  counts: countsSchema,
  rejected: z.array(rejectedSchema),
  failure: failureSchema.nullable(),
  note: z.string().nullable().describe('Something worth knowing about a refresh that succeeded, for example that paging was cut.'),
});
export type Refresh = z.infer<typeof refreshSchema>;
