import { setGlobalProxyFromEnv } from 'node:http';
import { createZstdDecompress } from 'node:zlib';
import type { Fetch } from '../http.ts';
import { publicLookup } from '../public-lookup.ts';
import { upstreamError } from '../upstream-error.ts';

/** What Node's `fetch` sends its requests with. It is part of Node, but its class is not among what Node exports. */
type DispatcherClass = new (options: { connect: { lookup: typeof publicLookup } }) => object;

/** Under this name `fetch` finds the dispatcher that it uses where none is given. */
const GLOBAL_DISPATCHER = Symbol.for('undici.globalDispatcher.1');

/** Of what this build of Node can unpack. */
const ENCODINGS = `${typeof createZstdDecompress === 'function' ? 'zstd, ' : ''}br, gzip, deflate`;

/** Makes a dispatcher like the one that `fetch` uses, a proxy included, that connects to public addresses only. */
function publicDispatcher(): object {
  // Node makes the global dispatcher with the first thing that belongs to fetch.
  const isThere = new Response(null).ok;
  const shared: unknown = (globalThis as Record<symbol, unknown>)[GLOBAL_DISPATCHER];
  const Class = isThere && typeof shared === 'object' && shared !== null ? (shared.constructor as DispatcherClass) : null;
  if (Class === null) {
    throw upstreamError(
      'not-allowed',
      'This build of Node cannot keep calls away from private addresses, so none is made.',
      'Use the Node that Freshet was built with, or allow private addresses.',
    );
  }
  return new Class({ connect: { lookup: publicLookup } });
}

/** Lets calls go through the proxy that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name. For the whole thread. */
export function useProxyOf(environment: NodeJS.ProcessEnv): void {
  const names = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'];
  if (names.some((name) => (environment[name] ?? '') !== '')) setGlobalProxyFromEnv(environment);
}

/** Asks over HTTP: connections are kept, and bodies may come compressed. */
export function httpTransport(): Fetch {
  let dispatcher: object | null = null;
  return async (url, { publicOnly = false, ...init } = {}) => {
    if (publicOnly) dispatcher ??= publicDispatcher();
    const headers = new Headers(init.headers);
    if (!headers.has('accept-encoding')) headers.set('accept-encoding', ENCODINGS);
    return globalThis.fetch(url, { ...init, headers, ...(publicOnly && dispatcher !== null ? { dispatcher } : {}) });
  };
}
