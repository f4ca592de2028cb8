import { existsSync } from 'node:fs';
import type { ExistingSources, ImportedSource } from '../../src-preload/contract/index.ts';
import { toIso } from '../../src-preload/contract/index.ts';
import { Store } from '../store/store.ts';
import { openDataFolder } from './data-folder.ts';
import { exportWorkspace } from './export-workspace.ts';
import { dropLeftOver, importWorkspace } from './import-workspace.ts';
import { type SecretCipher, SecretFile } from './secret-file.ts';
import { TransferError } from './transfer-error.ts';

/** Secrets move as they are sealed, so nothing is needed to open them. */
const SEALED: SecretCipher = {
  protection: 'none',
  words: '',
  encrypt: () => Promise.reject(new Error('nothing is sealed by an import')),
  decrypt: () => Promise.reject(new Error('nothing is opened by an import')),
};

const inWords = (error: unknown): unknown =>
  error instanceof TransferError ? new Error(`${error.message} ${error.advice}`, { cause: error }) : error;

/** Exports the workspace of a data folder, also while Freshet runs on it. Gives the bytes of the file; throws an `Error` in words. */
export async function exportFolder(database: string, file: string, version: string, signal: AbortSignal): Promise<number> {
  if (!existsSync(database)) throw new Error(`There is no database ${database}. Name the data folder with --data.`);
  const atIso = toIso(Date.now());
  return exportWorkspace({ database, file, version, atIso, signal, onProgress: () => undefined }).catch((error: unknown) => {
    throw inWords(error);
  });
}

/** What is stored is safe in the write-ahead log, also where a full disk keeps it from being taken into the database. */
function closeQuietly(store: Store): void {
  try {
    store.close();
  } catch {
    // Why the import ended says more.
  }
}

/** Imports a file into a data folder that no Freshet runs on. Throws `DataFolderInUse`, or an `Error` in words. */
export async function importFolder(
  dataFolder: string,
  file: string,
  existing: ExistingSources,
  signal: AbortSignal,
): Promise<ImportedSource[]> {
  const folder = openDataFolder(dataFolder);
  try {
    const store = new Store(folder.places.database);
    try {
      await dropLeftOver(store);
      const imported: ImportedSource[] = [];
      const secrets = new SecretFile(folder.secrets, SEALED);
      const target = { store, secrets, now: () => Date.now(), takeIn: (_id: string, work: () => Promise<void>) => work() };
      await importWorkspace(target, { file, existing, signal, onProgress: () => undefined, onSource: (source) => imported.push(source) });
      return imported;
    } finally {
      closeQuietly(store);
    }
  } catch (error) {
    throw inWords(error);
  } finally {
    folder.close();
  }
}
