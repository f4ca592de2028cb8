import { z } from 'zod';
import { recordSchema } from './record.ts';
import { isoTime } from './time.ts';

/** What brought a value: a listing, an answer for details, or a pushed message. */
export const changeOrigin = z.enum(['list', 'detail', 'push']);
export type ChangeOrigin = z.infer<typeof changeOrigin>;

const changedField = z.object({
  path: z.string().describe('Names joined by dots; empty: the record as a whole.'),
  old: z.unknown().optional().describe('Left out where the field was not there before.'),
  new: z.unknown().optional().describe('Left out where the field is not there any more.'),
  cut: z.boolean().describe('The values were too long to be kept.'),
});
export type ChangedField = z.infer<typeof changedField>;

/** One change of a record. */
export const recordChangeSchema = z
  .object({
    id: z.string(),
    at: isoTime,
    kind: z.enum(['added', 'changed', 'deleted', 'returned']),
    from: changeOrigin.nullable().describe('null for a record that is older than the log.'),
    refreshId: z.string().nullable(),
    fields: z.array(changedField),
  })
  .meta({ id: 'RecordChange' });
export type RecordChange = z.infer<typeof recordChangeSchema>;

const fieldOrigin = z.object({
  path: z.string(),
  from: changeOrigin.nullable().describe('null where the log does not reach back to it.'),
  at: isoTime.nullable().describe('Since when the field has this value; null where the log does not reach back to it.'),
  refreshId: z.string().nullable(),
});
export type FieldOrigin = z.infer<typeof fieldOrigin>;

/** A record with where each of its fields came from. */
export const recordDetailSchema = recordSchema
  .extend({
    lastSeenAt: isoTime
      .nullable()
      .describe('The last listing or message that held it; for what is heard by itself, to the hour. null for a record as it was.'),
    origins: z.array(fieldOrigin),
    reachesBackTo: isoTime.describe('Every change of the source after this moment is kept, as far as the number for one record allows.'),
  })
  .meta({ id: 'RecordDetail' });
export type RecordDetail = z.infer<typeof recordDetailSchema>;

/** How long changes of records are kept. */
export const changeLogSchema = z.strictObject({
  days: z.number().int().min(1).max(3650).default(90).describe('Changes older than this are forgotten.'),
  perRecord: z.number().int().min(1).max(10_000).default(100).describe('The newest so many changes of each record are kept.'),
  perSource: z.number().int().min(100).max(10_000_000).default(200_000).describe('The newest so many changes of the source are kept.'),
});
