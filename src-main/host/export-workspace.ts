import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { WorkspaceReader } from '../store/workspace-reader.ts';
import { TransferError, transferError } from './transfer-error.ts';
import { ENDING, FORMAT, type Header } from './workspace-file.ts';

export interface ExportOptions {
  database: string;
  file: string;
  version: string;
  atIso: string;
  signal: AbortSignal;
  onProgress: (done: number, total: number) => void;
}

const DRAFT = '.part';

/** Rows after which whoever else uses the thread gets a turn. */
const ROWS_PER_TURN = 200;

/** 'freshet-export-2026-11-21.ndjson.gz', with a number behind the day where that is taken. */
export function exportName(atIso: string, isTaken: (name: string) => boolean): string {
  const base = `freshet-export-${atIso.slice(0, 10)}`;
  let name = `${base}${ENDING}`;
  for (let number = 2; isTaken(name); number += 1) name = `${base}-${number}${ENDING}`;
  return name;
}

/** Removes what exports that were killed have left in a folder. */
export async function dropDrafts(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  for (const name of await readdir(folder)) if (name.endsWith(`${ENDING}${DRAFT}`)) await rm(join(folder, name), { force: true });
}

async function* linesOf(reader: WorkspaceReader, options: ExportOptions): AsyncGenerator<string, void, void> {
  const sum = createHash('sha256');
  const line = (content: object) => {
    const text = `${JSON.stringify(content)}\n`;
    sum.update(text);
    return text;
  };
  const sources = reader.sources();
  const total = sources.reduce((all, { records }) => all + records, 0);
  const header: Header = {
    freshet: 'workspace',
    format: FORMAT,
    schema: reader.schema,
    app: options.version,
    at: options.atIso,
    sources: sources.length,
    records: total,
  };
  yield line(header);
  for (const dashboard of reader.dashboards()) yield line({ dashboard: JSON.parse(dashboard) as unknown });
  const found = { rows: 0, records: 0 };
  for (const { row, records, source } of sources) {
    // Many small writes take longer than the rows themselves.
    let text = line({ source, records });
    for (const each of reader.rows(row)) {
      text += line(each);
      found.rows += 1;
      if (each.table === 'records') found.records += 1;
      if (found.rows % ROWS_PER_TURN !== 0) continue;
      options.onProgress(found.records, total);
      options.signal.throwIfAborted();
      yield text;
      text = '';
      await turn();
    }
    yield text;
  }
  options.onProgress(found.records, total);
  yield `${JSON.stringify({ end: { sources: sources.length, rows: found.rows }, sha256: sum.digest('hex') })}\n`;
}

/**
 * Writes everything but secrets to a new file: dashboards, sources, records with their details, refreshes, decisions, calls and days,
 * as they are at one moment. The file appears whole or not at all. Gives its bytes. Throws `TransferError`, and the
 * reason of the signal.
 */
export async function exportWorkspace(options: ExportOptions): Promise<number> {
  const { file, signal } = options;
  if (!file.endsWith(ENDING)) throw new TransferError(`The name of the file has to end with ${ENDING}.`, `For example freshet${ENDING}.`);
  if (existsSync(file)) throw new TransferError(`${file} is there already.`, 'Choose another name; nothing is overwritten.');
  const draft = `${file}${DRAFT}`;
  let reader: WorkspaceReader | null = null;
  try {
    await mkdir(dirname(file), { recursive: true });
    reader = new WorkspaceReader(options.database);
    const output = createWriteStream(draft, { mode: 0o600 });
    await once(output, 'open');
    await pipeline(linesOf(reader, options), createGzip(), output, { signal });
    const handle = await open(draft, 'r+');
    await handle.sync().finally(() => handle.close());
    await rename(draft, file);
    return (await stat(file)).size;
  } catch (error) {
    await rm(draft, { force: true });
    signal.throwIfAborted();
    throw transferError(error, file);
  } finally {
    reader?.close();
  }
}
