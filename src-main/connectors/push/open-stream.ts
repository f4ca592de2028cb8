import type { Fetch } from '../http.ts';
import { upstreamError } from '../upstream-error.ts';

const MOST_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

interface StreamRequest {
  url: string;
  /** Sent to the origin of `url` only: any of them may be a credential. */
  headers: Record<string, string>;
  /** Sent wherever a redirect leads. */
  plainHeaders: Record<string, string>;
}

function target(from: URL, location: string): URL {
  const to = URL.canParse(location, from) ? new URL(location, from) : null;
  const isSafe = to !== null && (to.protocol === 'https:' || (to.protocol === 'http:' && from.protocol === 'http:'));
  if (to !== null && isSafe) return to;
  throw upstreamError(
    'redirects',
    `${from.host} redirects to an address that is not called.`,
    'Use the address that the provider documents.',
  );
}

/**
 * Begins a GET whose body is read as it comes. Follows at most 5 redirects. Throws what `fetch` throws, or
 * `UpstreamError` with code redirects.
 */
export async function openStream(fetch: Fetch, { url, headers, plainHeaders }: StreamRequest, signal: AbortSignal): Promise<Response> {
  const first = new URL(url);
  let at = first;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    const response = await fetch(at.href, {
      headers: at.origin === first.origin ? { ...plainHeaders, ...headers } : plainHeaders,
      redirect: 'manual',
      cache: 'no-store',
      signal,
    });
    const location = response.headers.get('location');
    if (!REDIRECTS.has(response.status) || location === null) return response;
    await response.body?.cancel();
    at = target(at, location);
  }
  throw upstreamError('redirects', `${first.host} redirects more than ${MOST_REDIRECTS} times.`, 'Ask the provider for the right URL.');
}
