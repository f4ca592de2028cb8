import { z } from 'zod';
import { isoTime } from './time.ts';

export const backupSchema = z
  .object({
    id: z.string(),
    at: isoTime,
    kind: z
      .enum(['scheduled', 'manual', 'before-restore', 'before-upgrade'])
      .describe('before-restore holds what a restore took the place of; before-upgrade what a newer Freshet brought up to date.'),
    bytes: z.number().int(),
    records: z.number().int(),
    schema: z.number().int().describe('The version of the database that it holds.'),
    verified: z.literal(true).describe('It was opened, checked and counted before it was kept.'),
  })
  .meta({ id: 'Backup' });
/** A copy of the whole database as it was at one moment. Secrets are not in it. */
export type Backup = z.infer<typeof backupSchema>;

export const keepingSchema = z.object({
  items: z.array(backupSchema).describe('The newest first.'),
  nextCursor: z.null(),
  quickCheckedAt: isoTime.describe('When the database was last looked through, as at every start; it was sound, or Freshet restored it.'),
  check: z
    .object({ at: isoTime, fault: z.string().nullable() })
    .nullable()
    .describe('The last weekly check of everything; `fault` says what was wrong.'),
  drill: z
    .object({ at: isoTime, backupAt: isoTime, records: z.number().int(), fault: z.string().nullable() })
    .nullable()
    .describe('The last monthly restore of the newest backup into a scratch folder.'),
  restore: z
    .object({
      at: isoTime,
      found: z.string().nullable().describe('What was wrong with the database; null when somebody chose to restore.'),
      backupAt: isoTime.nullable().describe('Of when the backup was; null when there was no good one and Freshet began anew.'),
      records: z.number().int(),
      keptIn: z.string().nullable().describe('The folder that holds the damaged database.'),
      undoId: z.string().nullable().describe('Restoring this backup takes the restore back.'),
    })
    .nullable()
    .describe('The last restore.'),
});
/** The backups, and how the database is looked after. */
export type Keeping = z.infer<typeof keepingSchema>;

/** What a restore came to. */
export const restoredSchema = z.object({
  restored: backupSchema,
  undo: backupSchema
    .nullable()
    .describe('What was there before; restoring it takes the restore back. null when that was damaged, and was moved aside and kept.'),
});
export type Restored = z.infer<typeof restoredSchema>;
