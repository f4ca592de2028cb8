import { z } from 'zod';
import { isoTime } from './time.ts';

const rules = {
  olderThanDays: z
    .number()
    .int()
    .min(1)
    .max(36_500)
    .optional()
    .describe('Records older than this go: by their own time, else by when they last changed.'),
  keepNewest: z.number().int().min(1).max(10_000_000).optional().describe('Only so many of the newest records stay.'),
};

/** How long records are kept. A record goes when one of the two says so; none goes within a day after it was first seen. */
export const retentionSchema = z
  .strictObject(rules)
  .refine(({ olderThanDays, keepNewest }) => olderThanDays !== undefined || keepNewest !== undefined, {
    message: 'name olderThanDays, keepNewest or both; leave retention out to keep everything',
  });
export type Retention = z.infer<typeof retentionSchema>;

/** What a rule would remove now. */
export const retentionPreviewSchema = z.object({
  goes: z.number().int().describe('Records that would go, of those that are shown.'),
  of: z.number().int().describe('Records that are shown.'),
  deletedGoes: z.number().int().describe('Records that would go of those that were deleted upstream and are not shown.'),
  oldestAt: isoTime.nullable().describe('The moment of the oldest record that would go.'),
});
export type RetentionPreview = z.infer<typeof retentionPreviewSchema>;

/** What last went by a rule. */
export const retentionRunSchema = z.object({
  at: isoTime.describe('When the last of them went.'),
  removed: z.number().int(),
  rule: retentionSchema,
});
export type RetentionRun = z.infer<typeof retentionRunSchema>;

/** A rule in words, 'older than 365 days, or not among the newest 1,000'. */
export function retentionWords({ olderThanDays, keepNewest }: Retention): string {
  const words = [];
  if (olderThanDays !== undefined)
    words.push(olderThanDays === 1 ? 'older than a day' : `older than ${olderThanDays.toLocaleString('en')} days`);
  if (keepNewest !== undefined) words.push(keepNewest === 1 ? 'not the newest' : `not among the newest ${keepNewest.toLocaleString('en')}`);
  return words.join(', or ');
}
