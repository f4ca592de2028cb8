import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Fate } from './faults.ts';
import type { DemoAnswer } from './service.ts';

const zipped = promisify(gzip);

/** Shorter bodies are not worth compressing, bytes. */
const WORTH_ZIPPING = 1_024;

const MAINTENANCE = '<!doctype html><html lang="en"><title>Maintenance</title><h1>We will be back soon</h1></html>';

const acceptsGzip = (request: IncomingMessage) =>
  /(^|[\s,])gzip(?!\s*;\s*q=0(\.0+)?\s*(,|$))/.test(request.headers['accept-encoding']?.toString() ?? '');

function tagOf(body: Buffer, kind: 'weak' | 'strong', isZipped: boolean): string {
  const tag = createHash('sha256').update(body).digest('base64url').slice(0, 20);
  // The bytes of a strong tag must be the same, and compressed ones are not.
  return kind === 'weak' ? `W/"${tag}"` : `"${tag}${isZipped ? '-gzip' : ''}"`;
}

const isKnown = (header: string | undefined, tag: string) =>
  (header ?? '').split(',').some((each) => each.trim().replace(/^W\//, '') === tag.replace(/^W\//, '') || each.trim() === '*');

/** Sends an answer, compressed where that is accepted, or 304 to whoever has it; or what the fault dial makes of it. */
export async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: DemoAnswer,
  fate: Fate['kind'],
  now: number,
): Promise<void> {
  const { status } = answer;
  const isText = typeof answer.body === 'string';
  const plain = Buffer.from(isText ? String(answer.body) : JSON.stringify(answer.body));
  const headers: Record<string, string> = { date: new Date(now).toUTCString(), ...answer.headers };
  if (plain.length > 0 && headers['content-type'] === undefined) headers['content-type'] = 'application/json; charset=utf-8';
  if (status === 200 && fate === 'page') {
    response.writeHead(200, { date: headers['date'] ?? '', 'content-type': 'text/html; charset=utf-8' }).end(MAINTENANCE);
    return;
  }
  if (status === 200 && fate === 'cut') {
    response.writeHead(200, headers).end(plain.subarray(0, Math.floor(plain.length / 2)));
    return;
  }
  if (fate === 'drop') {
    response.writeHead(status, { ...headers, 'content-length': String(plain.length + 1) });
    response.write(plain.subarray(0, Math.ceil(plain.length / 2)), () => response.destroy());
    return;
  }
  const isZipped = plain.length >= WORTH_ZIPPING && acceptsGzip(request);
  if (plain.length >= WORTH_ZIPPING) headers['vary'] = 'accept-encoding';
  if (answer.etag !== undefined && status === 200) {
    const tag = tagOf(plain, answer.etag, isZipped);
    headers['etag'] = tag;
    if (request.method === 'GET' && isKnown(request.headers['if-none-match'], tag)) {
      const { 'content-type': _type, ...rest } = headers;
      response.writeHead(304, rest).end();
      return;
    }
  }
  const body = isZipped ? await zipped(plain) : plain;
  if (response.destroyed) return;
  if (isZipped) headers['content-encoding'] = 'gzip';
  if (status !== 204) headers['content-length'] = String(body.length);
  response.writeHead(status, headers).end(body);
}
