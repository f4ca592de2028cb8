import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { extname, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Fetch } from '../http.ts';
import { UpstreamError, upstreamError } from '../upstream-error.ts';

/** What the end of a name says of the format. */
const TYPES: Record<string, string> = {
  '.json': 'application/json',
  '.ndjson': 'application/x-ndjson',
  '.jsonl': 'application/x-ndjson',
  '.csv': 'text/csv',
  '.tsv': 'text/tab-separated-values',
  '.rss': 'application/rss+xml',
  '.atom': 'application/atom+xml',
};

const CHUNK_BYTES = 1_048_576;

/** The path that an address of the scheme file names. Throws `UpstreamError`. */
export function pathOf(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    throw upstreamError('not-allowed', `${url} names no file of this computer.`, 'Write the whole path: file:///home/me/data.csv.');
  }
}

function failureOf(error: unknown, path: string): UpstreamError {
  if (error instanceof UpstreamError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return upstreamError(
      'not-found',
      `There is no file ${path}.`,
      'Check the path; the source is read again as soon as the file is there.',
    );
  if (code === 'EACCES' || code === 'EPERM')
    return upstreamError('forbidden', `The file ${path} may not be read (${code}).`, 'Let the user that Freshet runs as read it.');
  return upstreamError('reset', `The file ${path} could not be read: ${message}.`, 'Check the disk.');
}

/** Gives the bytes of an open file as they are asked for; the file is closed at the end. */
function streamOf(file: Awaited<ReturnType<typeof open>>, path: string): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      try {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, null);
        if (bytesRead > 0) {
          controller.enqueue(buffer.subarray(0, bytesRead));
          return;
        }
        await file.close();
        controller.close();
      } catch (error) {
        await file.close();
        controller.error(failureOf(error, path));
      }
    },
    cancel: () => file.close(),
  });
}

/**
 * Reads local files. A file that has not changed since its validators is answered with 304. Files within
 * `forbiddenFolder`, where the app keeps its own data and secrets, are not read.
 */
export function fileTransport(forbiddenFolder: string | null): Fetch {
  const isOwn = async (path: string) => {
    if (forbiddenFolder === null) return false;
    const [folder, file] = await Promise.all([realpath(forbiddenFolder), realpath(path)]);
    return file === folder || file.startsWith(`${folder}${sep}`);
  };
  return async (url, init) => {
    const path = pathOf(url);
    try {
      if (await isOwn(path))
        throw upstreamError('not-allowed', `${path} is in the data folder of Freshet, where its secrets are.`, 'Put the file elsewhere.');
      // Without waiting: to open a pipe would otherwise take until somebody writes to it.
      const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
      try {
        const stat = await file.stat({ bigint: true });
        if (!stat.isFile()) {
          const what = stat.isDirectory() ? 'a folder' : 'no ordinary file';
          throw upstreamError('client-error', `${path} is ${what}.`, 'Name a file that holds the data.');
        }
        const etag = `"${stat.mtimeNs.toString(36)}-${stat.size.toString(36)}-${stat.ino.toString(36)}"`;
        const headers = new Headers({
          etag,
          'last-modified': new Date(Number(stat.mtimeMs)).toUTCString(),
          'content-type': TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream',
          'content-length': String(stat.size),
        });
        if (new Headers(init?.headers).get('if-none-match') === etag) {
          await file.close();
          return new Response(null, { status: 304, headers });
        }
        return new Response(streamOf(file, path), { headers });
      } catch (error) {
        await file.close();
        throw error;
      }
    } catch (error) {
      throw failureOf(error, path);
    }
  };
}
