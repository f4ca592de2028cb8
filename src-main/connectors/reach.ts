import { hostOf, type SourceConfig } from '../../src-preload/contract/index.ts';
import type { Fetch } from './http.ts';
import { namesPrivateAddress } from './private-address.ts';
import { privateAddressRefusal, upstreamError } from './upstream-error.ts';

/** The settings of a source that say where it may go. */
export type Reaching = Pick<SourceConfig, 'url' | 'allowedHosts' | 'allowPrivate'> &
  Partial<Pick<SourceConfig, 'probe' | 'push' | 'enrichment' | 'auth'>>;

/** Where the calls of one source may go. */
export interface Reach {
  /** Host patterns, the source's own addresses among them. */
  hosts: readonly string[];
  /** Whether addresses that are not public may be called. */
  allowPrivate: boolean;
}

/** The addresses that the settings of a source name. */
function ownAddresses({ url, probe, push, enrichment, auth }: Reaching): string[] {
  return [
    url,
    ...(probe === undefined ? [] : [probe.url]),
    ...(push === undefined ? [] : [push.url, ...(push.fetch === undefined ? [] : [push.fetch.url])]),
    ...(enrichment?.requests ?? []).map((request) => request.url),
    ...(auth?.kind === 'oauth2' ? [auth.tokenUrl] : []),
  ].flatMap((each) => URL.parse(each, url)?.hostname ?? []);
}

/** Where a source may go. `privateByDefault`: whether one that does not say may call private addresses. */
export function reachOf(config: Reaching, privateByDefault: boolean): Reach {
  return {
    hosts: [...new Set([...ownAddresses(config), ...(config.allowedHosts ?? [])])],
    allowPrivate: config.allowPrivate ?? privateByDefault,
  };
}

const withoutWww = (hostname: string) => hostname.replace(/^www\./, '');

function matches(pattern: string, to: URL): boolean {
  if (pattern.startsWith('*.')) {
    const [domain = '', port] = pattern.slice(1).split(':');
    return to.hostname.endsWith(domain) && (port === undefined || port === to.port);
  }
  // A site is commonly served with and without "www", and one leads to the other.
  return pattern === to.host || withoutWww(pattern) === withoutWww(to.hostname);
}

/** Throws `UpstreamError` with code not-allowed for an address that a source may not call, as far as the address tells. */
export function checkReach(url: string, { hosts, allowPrivate }: Reach): void {
  const to = new URL(url);
  if (to.protocol === 'file:' || to.protocol === 'command:') return;
  if (!hosts.some((pattern) => matches(pattern, to))) {
    throw upstreamError(
      'not-allowed',
      `The call leads to ${to.host}, which is not among the hosts of this source.`,
      `If that is the right place, add "${to.hostname}" to the allowed hosts of the source ("allowedHosts").`,
    );
  }
  if (!allowPrivate && namesPrivateAddress(to.hostname)) throw privateAddressRefusal(hostOf(url), null);
}

/** A `fetch` that goes where a source may go and nowhere else. Each redirect is a call of its own, so it is checked too. */
export function withinReach(fetch: Fetch, reach: Reach): Fetch {
  return async (url, init) => {
    checkReach(url, reach);
    return fetch(url, { ...init, publicOnly: !reach.allowPrivate });
  };
}

/** A `fetch` for what no source calls: it reaches any host, but private addresses only where `allowPrivate`. */
export function withinPublic(fetch: Fetch, allowPrivate: boolean): Fetch {
  return async (url, init) => {
    if (!allowPrivate && namesPrivateAddress(new URL(url).hostname)) throw privateAddressRefusal(hostOf(url), null);
    return fetch(url, { ...init, publicOnly: !allowPrivate });
  };
}
