import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { callUpstream } from '../../../../src-main/connectors/http.ts';
import { fileTransport } from '../../../../src-main/connectors/transports/file.ts';
import { UpstreamError } from '../../../../src-main/connectors/upstream-error.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const ask = (path: string, headers: Record<string, string> = {}, own: string | null = null, maxBytes = 1_000_000) =>
  callUpstream(
    fileTransport(own),
    { method: 'GET', url: pathToFileURL(path).href, headers, secretHeaders: [] },
    maxBytes,
    new AbortController().signal,
  );
const failure = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof UpstreamError ? error.failure : error),
  );

test('a file is an answer with its content, its type and the date of its last change', async () => {
  const file = join(tempFolder(), 'prices of today.csv');
  writeFileSync(file, 'a,b\n1,2');
  utimesSync(file, 1795176000, 1795176000);
  const { status, headers, body } = await ask(file);
  expect(status).toBe(200);
  expect(body.toString()).toBe('a,b\n1,2');
  expect(headers.get('content-type')).toBe('text/csv');
  expect(headers.get('last-modified')).toBe('Fri, 20 Nov 2026 12:00:00 GMT');
});

describe('a file that has not changed', () => {
  test('is not read again', async () => {
    const file = join(tempFolder(), 'a.json');
    writeFileSync(file, '[]');
    const etag = (await ask(file)).headers.get('etag') ?? '';
    const again = await ask(file, { 'if-none-match': etag });
    expect(again.status).toBe(304);
    expect(again.body.byteLength).toBe(0);
  });

  test.each([
    ['written', (file: string) => writeFileSync(file, '[1]')],
    [
      'replaced by another of the same size and time',
      (file: string) => {
        const other = `${file}.new`;
        writeFileSync(other, '{}');
        utimesSync(other, 1795176000, 1795176000);
        renameSync(other, file);
      },
    ],
  ])('is another one once it is %s', async (_how, change) => {
    const file = join(tempFolder(), 'a.json');
    writeFileSync(file, '[]');
    utimesSync(file, 1795176000, 1795176000);
    const etag = (await ask(file)).headers.get('etag') ?? '';
    change(file);
    expect((await ask(file, { 'if-none-match': etag })).status).toBe(200);
  });
});

describe('what cannot be read is told in words', () => {
  test('a file that is not there', async () => {
    const file = join(tempFolder(), 'gone.json');
    expect(await failure(ask(file))).toMatchObject({ code: 'not-found', message: `There is no file ${file}.` });
  });

  test('a folder', async () => {
    const folder = tempFolder();
    expect(await failure(ask(folder))).toMatchObject({ code: 'client-error', message: `${folder} is a folder.` });
  });

  test('a pipe, without waiting for somebody to write to it', async () => {
    const pipe = join(tempFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(await failure(ask(pipe))).toMatchObject({ message: `${pipe} is no ordinary file.` });
  });

  test.skipIf(process.getuid?.() === 0)('a file without permission', async () => {
    const file = join(tempFolder(), 'a.json');
    writeFileSync(file, '[]');
    chmodSync(file, 0);
    expect(await failure(ask(file))).toMatchObject({ code: 'forbidden' });
  });

  test('one that is too large', async () => {
    const file = join(tempFolder(), 'a.json');
    writeFileSync(file, Buffer.alloc(3_000_000));
    expect(await failure(ask(file))).toMatchObject({ code: 'too-large', message: expect.stringContaining(file) as string });
  });

  test('an address that names another computer', async () => {
    const call = callUpstream(
      fileTransport(null),
      { method: 'GET', url: 'file://server/share/a.json', headers: {}, secretHeaders: [] },
      1000,
      new AbortController().signal,
    );
    expect(await failure(call)).toMatchObject({ code: 'not-allowed' });
  });
});

test('nothing of the data folder is read, not by way of a link either', async () => {
  const folder = join(tempFolder(), 'data');
  mkdirSync(folder);
  const secret = join(folder, 'secrets.key');
  writeFileSync(secret, '[]');
  const link = join(tempFolder(), 'link.json');
  symlinkSync(secret, link);
  for (const path of [secret, link, join(folder, '..', 'data', 'secrets.key')])
    expect(await failure(ask(path, {}, folder))).toMatchObject({ code: 'not-allowed' });
});
