import { z } from 'zod';
import { formatSchema } from './format.ts';
import { failureSchema, rejectedSchema } from './refresh.ts';

/** The first response of a source that is being added, as a table, with what Freshet guesses about it. */
export const previewSchema = z.object({
  failure: failureSchema.nullable(),
  request: z.object({ method: z.string(), url: z.string().describe('With secrets redacted.') }),
  status: z.number().int().nullable(),
  milliseconds: z.number().nullable(),
  bytes: z.number().int().nullable(),
  lists: z
    .array(z.object({ path: z.string(), count: z.number().int(), fields: z.array(z.string()) }))
    .describe('Lists found in the response, the likeliest first.'),
  format: formatSchema.describe('What the body was read as: what the draft says, or else what it seems to be.'),
  guess: z.object({
    list: z.string().nullable(),
    idField: z.string().nullable(),
    timeField: z.string().nullable(),
    nextCursor: z.string().nullable().describe('Where a further page is announced, if it is.'),
  }),
  used: z
    .object({ list: z.string(), idField: z.string(), timeField: z.string().nullable() })
    .describe('What the table below was made with.'),
  columns: z.array(z.string()),
  rows: z.array(z.object({ id: z.string(), fields: z.record(z.string(), z.unknown()) })).describe('At most 50.'),
  total: z.number().int(),
  rejected: z.array(rejectedSchema),
  quotaHeaders: z.record(z.string(), z.string()).describe('Response headers that speak of limits.'),
});
export type Preview = z.infer<typeof previewSchema>;
