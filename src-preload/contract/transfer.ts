import { z } from 'zod';
import { isoTime } from './time.ts';

/** What becomes of a source of a file whose id is there already: it is left alone, or the one of the file takes its place. */
export const existingSources = z.enum(['keep', 'replace']);
export type ExistingSources = z.infer<typeof existingSources>;

/** A file on this computer. */
export const workspaceFile = z
  .string()
  .min(1)
  .max(4096)
  .describe('Absolute path on the computer that Freshet runs on; the name ends with .ndjson.gz.');

export const importedSourceSchema = z.object({
  id: z.string(),
  name: z.string(),
  records: z.number().int(),
  outcome: z.enum(['added', 'replaced', 'kept', 'config-file']).describe('kept and config-file: the one that is there stays.'),
  keptAs: z.string().nullable().describe('The id under which the source of before can be brought back for 30 days.'),
});
export type ImportedSource = z.infer<typeof importedSourceSchema>;

/** An export or import, under way or the last one that was. */
export const transferSchema = z.object({
  kind: z.enum(['export', 'import']),
  file: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  phase: z.enum(['checking', 'writing']).describe('An import reads its file to the end before it changes anything.'),
  done: z.number().int().describe('Records so far.'),
  total: z.number().int().describe('Records altogether; 0 while that is not known.'),
  bytes: z.number().int().nullable().describe('Of the file that was written.'),
  startedAt: isoTime,
  endedAt: isoTime.nullable(),
  message: z.string().nullable().describe('Why it failed.'),
  advice: z.string().nullable(),
  sources: z.array(importedSourceSchema).describe('What became of the sources of an import so far.'),
});
export type Transfer = z.infer<typeof transferSchema>;

/** What a file holds, and what an import of it would do. */
export const importPreviewSchema = z.object({
  file: z.string(),
  app: z.string().describe('The version of Freshet that wrote it.'),
  at: isoTime.describe('When it was written.'),
  records: z.number().int(),
  sources: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      host: z.string(),
      records: z.number().int(),
      there: z.enum(['no', 'yes', 'config-file']).describe('Whether a source of this id is there already.'),
      needsKey: z.boolean().describe('Whether it signs in with a secret, which no export holds.'),
    }),
  ),
  dashboards: z.array(
    z.object({ id: z.string(), title: z.string(), there: z.boolean().describe('Whether a dashboard of this id is there already.') }),
  ),
});
export type ImportPreview = z.infer<typeof importPreviewSchema>;
