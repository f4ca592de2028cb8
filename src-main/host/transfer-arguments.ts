import { resolve } from 'node:path';
import type { ImportedSource } from '../../src-preload/contract/index.ts';
import { databaseIn } from './data-folder.ts';
import { exportFolder, importFolder } from './transfer-command.ts';

/** What `--export FILE` or `--import FILE` asks for; the app ends afterwards. */
export interface TransferWish {
  kind: 'export' | 'import';
  /** Absolute path. */
  file: string;
  /** Whether a source that is there is replaced by that of the file. */
  replace: boolean;
  /** Whether the outcome is one line of JSON. */
  json: boolean;
}

/** Command-line options as they were given; `true` for one without a value. */
interface GivenOptions {
  export?: string | boolean | undefined;
  import?: string | boolean | undefined;
  replace?: string | boolean | undefined;
  json?: string | boolean | undefined;
}

/** What is asked for; `null` when neither is. A relative file is taken from `workingFolder`. Throws an `Error` in words. */
export function readTransfer(given: GivenOptions, workingFolder: string): TransferWish | null {
  if (given.export !== undefined && given.import !== undefined) throw new Error('Either --export or --import, not both.');
  const file = given.export ?? given.import;
  if (file === undefined) return null;
  if (typeof file !== 'string' || file === '') throw new Error('--export and --import must name a file.');
  const kind = given.export === undefined ? 'import' : 'export';
  return { kind, file: resolve(workingFolder, file), replace: given.replace === true, json: given.json === true };
}

const WORDS: Record<ImportedSource['outcome'], string> = {
  added: 'added',
  replaced: 'put in the place of the one that was there',
  kept: 'left out: one of this id is there (--replace puts it in its place)',
  'config-file': 'left out: one of this id is defined in freshet.config.json',
};

function importedWords({ id, records, outcome, keptAs }: ImportedSource): string {
  const kept = keptAs === null ? '' : `, which is kept as ${keptAs} for 30 days`;
  return `${id}: ${records} ${records === 1 ? 'record' : 'records'}, ${WORDS[outcome]}${kept}`;
}

/**
 * Exports or imports, and gives what to print. Ctrl-C stops it, with nothing half done. Rejects with `DataFolderInUse` or an
 * `Error` in words.
 */
export async function runTransfer({ kind, file, replace, json }: TransferWish, dataFolder: string, version: string): Promise<string> {
  const abort = new AbortController();
  const stop = () => abort.abort(new Error('It was stopped.'));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  if (kind === 'export') {
    const bytes = await exportFolder(databaseIn(dataFolder), file, version, abort.signal);
    return json ? `${JSON.stringify({ file, bytes })}\n` : `Exported to ${file}, ${bytes} bytes. No secret is in it.\n`;
  }
  const sources = await importFolder(dataFolder, file, replace ? 'replace' : 'keep', abort.signal);
  return json ? `${JSON.stringify({ sources })}\n` : sources.map((source) => `${importedWords(source)}\n`).join('');
}
