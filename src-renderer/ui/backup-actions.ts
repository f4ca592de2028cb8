import type { Backup } from '../../src-preload/contract/index.ts';
import { api, reconnected } from '../bridge/connection.ts';
import { announce } from './announce.ts';
import { countWords, timeWords } from './format.ts';
import { attempt, notifyUndo } from './notify.tsx';

/** After a restore the page connects again within this, milliseconds. */
const RECONNECT_MS = 10_000;

/** Makes a backup, and says when it is verified. */
export async function backUpNow(): Promise<void> {
  const backup = await attempt(() => api().backups.create());
  if (backup !== undefined) announce(`Backed up ${countWords(backup.records, 'record')}`);
}

/** Puts a backup in the place of the database; the connection is lost for a moment, and comes back by itself. */
export async function restoreBackup({ id, at }: Backup): Promise<void> {
  const done = await attempt(() => api().backups.restore({ id }));
  if (done === undefined) return;
  await reconnected(RECONNECT_MS);
  const { undo } = done;
  const words = `Restored the backup of ${timeWords(at)}`;
  if (undo === null) announce(words);
  else notifyUndo(words, () => restoreBackup(undo));
}
