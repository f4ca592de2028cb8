import { z } from 'zod';
import { isoTime } from './time.ts';

export const recordSchema = z
  .object({
    id: z.string(),
    fields: z.record(z.string(), z.unknown()),
    time: isoTime.nullable().describe("The record's own time, from the time field."),
    firstSeenAt: isoTime,
    changedAt: isoTime,
    deletedAt: isoTime.nullable().describe('When the upstream was seen to have deleted it; null while it is there.'),
    gaps: z.array(z.string()).optional().describe('Of a record as it was: fields whose value of then was not kept; * for all of them.'),
  })
  .meta({ id: 'Record' });
export type SourceRecord = z.infer<typeof recordSchema>;

/** How the records table is ordered: by a field path, or by one of the columns that every record has. */
export const recordSort = z.object({
  field: z.string().min(1).max(500).describe('A field path, or $id, $time, $firstSeen, $changed, $deleted.'),
  descending: z.boolean().default(false),
});
export type RecordSort = z.infer<typeof recordSort>;

/** A record that a search found, with the stretch of it that shows why. */
export const searchHitSchema = z
  .object({
    sourceId: z.string(),
    record: recordSchema,
    snippet: z.object({
      field: z.string().describe('The path of the field that holds the match, or $id.'),
      text: z.string().describe('The value, or a stretch of it with … where it goes on.'),
      matches: z
        .array(z.object({ start: z.number().int(), end: z.number().int() }))
        .describe('Which parts of the text match: UTF-16 units, the end not included.'),
    }),
  })
  .meta({ id: 'SearchHit' });
export type SearchHit = z.infer<typeof searchHitSchema>;
