import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { dashboardSchema, isoTime } from '../../src-preload/contract/index.ts';
import { WORKSPACE_TABLES } from '../store/workspace-reader.ts';
import { TransferError, transferError } from './transfer-error.ts';

/**
 * An export is newline-delimited JSON, compressed by gzip: a header, the dashboards, then each source followed by its rows, and a
 * trailer with what there was and the SHA-256 of all lines before it.
 */
export const FORMAT = 1;
export const ENDING = '.ndjson.gz';

const value = z.union([z.string(), z.number(), z.null()]);
const row = z.record(z.string(), value);

export const headerSchema = z.object({
  freshet: z.literal('workspace'),
  format: z.number().int(),
  schema: z.number().int(),
  app: z.string(),
  at: isoTime,
  sources: z.number().int(),
  records: z.number().int(),
});
export type Header = z.infer<typeof headerSchema>;

const trailerSchema = z.object({ end: z.object({ sources: z.number().int(), rows: z.number().int() }), sha256: z.string() });
const sourceLine = z.object({ source: row, records: z.number().int() });
const dashboardLine = z.object({ dashboard: dashboardSchema });
const rowLine = z.object({ table: z.enum(WORKSPACE_TABLES), row });

export type Line =
  | ({ kind: 'dashboard' } & z.infer<typeof dashboardLine>)
  | ({ kind: 'source' } & z.infer<typeof sourceLine>)
  | ({ kind: 'row' } & z.infer<typeof rowLine>);

const NEWLINE = 0x0a;
const CHOOSE = 'Choose a file that an export wrote. Nothing was imported.';

async function* linesOf(file: string, signal: AbortSignal): AsyncGenerator<Buffer, void, void> {
  const raw = createReadStream(file, { signal });
  const unpacked = createGunzip();
  raw.on('error', (error) => unpacked.destroy(error));
  raw.pipe(unpacked);
  let parts: Buffer[] = [];
  try {
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      let from = 0;
      for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
        yield Buffer.concat([...parts, chunk.subarray(from, at)]);
        parts = [];
        from = at + 1;
      }
      if (from < chunk.length) parts.push(chunk.subarray(from));
    }
    if (parts.length > 0) yield Buffer.concat(parts);
  } finally {
    raw.destroy();
    unpacked.destroy();
  }
}

function parsed(line: Buffer, file: string): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    throw new TransferError(`${file} is no export of Freshet, or it is damaged.`, CHOOSE);
  }
}

function headerOf(line: Buffer, file: string, schema: number): Header {
  const first = z.object({ freshet: z.literal('workspace'), format: z.number() }).safeParse(parsed(line, file));
  if (!first.success) throw new TransferError(`${file} is no export of Freshet.`, CHOOSE);
  const newer = new TransferError(`${file} was written by a newer Freshet.`, 'Update this one and import it then. Nothing was imported.');
  if (first.data.format > FORMAT) throw newer;
  const header = headerSchema.safeParse(parsed(line, file));
  if (!header.success) throw new TransferError(`${file} is damaged: its first line cannot be read.`, CHOOSE);
  if (header.data.schema > schema) throw newer;
  return header.data;
}

/**
 * Reads an export to its end. `onHeader` is called once; each line follows. `schema`: of the database here. Throws
 * `TransferError` for a file that is no export, newer, cut, damaged or other than its trailer says, and the reason of the
 * signal.
 */
export async function* readWorkspaceFile(
  file: string,
  schema: number,
  signal: AbortSignal,
  onHeader: (header: Header) => void,
): AsyncGenerator<Line, void, void> {
  const sum = createHash('sha256');
  let header: Header | null = null;
  let before: Buffer | null = null;
  const found = { sources: 0, rows: 0, records: 0 };
  try {
    for await (const line of linesOf(file, signal)) {
      // The last line is the trailer, which is known only when nothing follows.
      if (before !== null) {
        sum.update(before).update('\n');
        if (header === null) onHeader((header = headerOf(before, file, schema)));
        else yield lineOf(before, file, found);
      }
      before = line;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw transferError(error, file);
  }
  if (before === null) throw new TransferError(`${file} is empty.`, CHOOSE);
  if (header === null) headerOf(before, file, schema);
  const trailer = trailerSchema.safeParse(parsed(before, file));
  if (!trailer.success || header === null)
    throw new TransferError(`${file} is cut: its end is missing.`, 'Copy it again in full, or export it anew. Nothing was imported.');
  const { end, sha256 } = trailer.data;
  const isComplete = end.sources === found.sources && end.rows === found.rows;
  if (sha256 !== sum.digest('hex') || !isComplete || header.sources !== found.sources || header.records !== found.records)
    throw new TransferError(`${file} is damaged: it is not as it was written.`, 'Copy it again, or export it anew. Nothing was imported.');
}

function lineOf(line: Buffer, file: string, found: { sources: number; rows: number; records: number }): Line {
  const read = parsed(line, file);
  const ofSource = sourceLine.safeParse(read);
  if (ofSource.success) {
    found.sources += 1;
    return { kind: 'source', ...ofSource.data };
  }
  // Rows are many and dashboards few, so that these are not looked for in each of those.
  if (typeof read === 'object' && read !== null && 'dashboard' in read) {
    const ofDashboard = dashboardLine.safeParse(read);
    if (ofDashboard.success) return { kind: 'dashboard', ...ofDashboard.data };
  }
  const ofRow = rowLine.safeParse(read);
  if (!ofRow.success || found.sources === 0) throw new TransferError(`${file} is damaged: a line of it cannot be read.`, CHOOSE);
  found.rows += 1;
  if (ofRow.data.table === 'records') found.records += 1;
  return { kind: 'row', ...ofRow.data };
}
