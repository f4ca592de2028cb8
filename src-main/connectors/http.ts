import { hostOf } from '../../src-preload/contract/index.ts';
import { networkError, UpstreamError, upstreamError } from './upstream-error.ts';

export interface UpstreamRequest {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string;
  /** Headers that carry credentials; they are not sent on to another origin. */
  secretHeaders: readonly string[];
  /** The page of a listing that it asks for, from 0. */
  page?: number;
  /** Whether the body carries credentials too; then no redirect is followed to another origin. */
  hasSecretBody?: boolean;
}

export interface UpstreamResponse {
  status: number;
  headers: Headers;
  body: Buffer;
  /** The address that answered, after redirects. */
  url: string;
}

/** A request as it leaves. */
export interface UpstreamInit extends RequestInit {
  /** Whether an address that is not public is refused when it is connected to. */
  publicOnly?: boolean;
}

/** Asks an address for an answer, whatever its scheme. Throws what `networkError` puts into words, or `UpstreamError`. */
export type Fetch = (url: string, init?: UpstreamInit) => Promise<Response>;

const MOST_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Reads a body up to `maxBytes` (after decompression) and not a byte further. */
async function readBody(response: Response, maxBytes: number, host: string): Promise<Buffer> {
  if (response.body === null) return Buffer.alloc(0);
  const tooLarge = () =>
    upstreamError(
      'too-large',
      `The response of ${host} is larger than ${(maxBytes / 1_048_576).toLocaleString('en', { maximumFractionDigits: 3 })} MiB, the limit of this source.`,
      'Ask the upstream for less (a filter, smaller pages), or raise the limit in the settings of the source.',
    );
  // Of a compressed body the header gives the compressed size, which the limit does not speak of, but it can only grow.
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) {
    await response.body.cancel();
    throw tooLarge();
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function redirected(request: UpstreamRequest, response: Response, location: string): UpstreamRequest {
  const from = new URL(request.url);
  if (!URL.canParse(location, request.url)) {
    throw upstreamError('redirects', `${from.host} redirects to an address that cannot be read.`, 'Ask the provider for the right URL.');
  }
  const to = new URL(location, request.url);
  if (to.protocol !== 'http:' && to.protocol !== 'https:') {
    throw upstreamError(
      'redirects',
      `${from.host} redirects to ${to.protocol}//, which is not called.`,
      'Ask the provider for the right URL.',
    );
  }
  if (from.protocol === 'https:' && to.protocol === 'http:') {
    throw upstreamError(
      'redirects',
      `${from.host} redirects from https to http, which would give the request away.`,
      'Use the address that the provider documents.',
    );
  }
  const becomesGet = response.status === 303 || ((response.status === 301 || response.status === 302) && request.method === 'POST');
  if (to.origin !== from.origin && request.body !== undefined && (!becomesGet || request.hasSecretBody === true)) {
    throw upstreamError(
      'redirects',
      `${from.host} redirects to another server, ${to.host}, which would be given the body of the request.`,
      'A body may hold credentials. If that server is the right one, enter its URL in the settings of the source.',
    );
  }
  const headers = { ...request.headers };
  if (to.origin !== from.origin) for (const name of request.secretHeaders) delete headers[name];
  if (!becomesGet) return { ...request, url: to.href, headers };
  const { body: _body, ...rest } = request;
  return { ...rest, method: 'GET', url: to.href, headers };
}

/**
 * Makes one call and reads its whole body. Follows at most 5 redirects; credentials and bodies never cross to another
 * origin. `onRedirect` is called with each redirect before it is followed, and may throw to stop there.
 * Throws `UpstreamError` when there is no complete answer; any HTTP status is an answer. Aborting `signal` with an
 * `UpstreamError` as reason throws that.
 */
export async function callUpstream(
  fetch: Fetch,
  first: UpstreamRequest,
  maxBytes: number,
  signal: AbortSignal,
  onRedirect: (status: number, headers: Headers) => void | Promise<void> = () => undefined,
): Promise<UpstreamResponse> {
  let request = first;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    const host = hostOf(request.url);
    try {
      const response = await fetch(request.url, {
        method: request.method,
        headers: request.headers,
        ...(request.body === undefined ? {} : { body: request.body }),
        redirect: 'manual',
        signal,
      });
      const location = response.headers.get('location');
      if (!REDIRECTS.has(response.status) || location === null) {
        return { status: response.status, headers: response.headers, body: await readBody(response, maxBytes, host), url: request.url };
      }
      await response.body?.cancel();
      request = redirected(request, response, location);
      if (hop < MOST_REDIRECTS) await onRedirect(response.status, response.headers);
    } catch (error) {
      if (signal.aborted && signal.reason instanceof UpstreamError) throw signal.reason;
      if (signal.aborted) throw signal.reason;
      throw networkError(error, host);
    }
  }
  throw upstreamError(
    'redirects',
    `${hostOf(first.url)} redirects more than ${MOST_REDIRECTS} times.`,
    'Ask the provider for the right URL.',
  );
}
