import { decode } from './credentials.ts';
import { emptyDraft } from './shape.ts';
import type { AuthDraft, Draft, Pair } from './shape.ts';
import { looksSecret } from '../../../src-preload/contract/index.ts';

const bare = (pairs: readonly Pair[]): Pair[] => pairs.map((pair) => (looksSecret(pair.name) ? { ...pair, value: '' } : pair));

function bareParameters(text: string): string {
  return text.replace(/(^|[?&#])([^=?&#]+)=([^&#]*)/g, (whole, before: string, name: string) =>
    looksSecret(decode(name)) ? `${before}${name}=` : whole,
  );
}

const bareUrl = (url: string): string => bareParameters(url.replace(/^([a-z]+:\/\/)?[^/?#]*@/i, '$1'));

/** JSON or a form. */
function bareBody(body: string): string {
  if (!/^\s*[[{]/.test(body)) return bareParameters(body);
  return body.replace(/"((?:[^"\\]|\\.)*)"(\s*:\s*)(?:"(?:[^"\\]|\\.)*"?|[-+\d.eE]+)/gs, (whole, name: string, colon: string) =>
    looksSecret(name) ? `"${name}"${colon}""` : whole,
  );
}

function bareAuth(auth: AuthDraft): AuthDraft {
  const { oauth } = auth;
  return {
    ...auth,
    secret: '',
    oauth: {
      ...oauth,
      tokenUrl: bareUrl(oauth.tokenUrl),
      clientSecret: { ...oauth.clientSecret, secret: '' },
      refreshToken: { ...oauth.refreshToken, secret: '' },
      parameters: bare(oauth.parameters),
    },
  };
}

/** Details without the values of headers that may be credentials. */
function bareEnrichment(enrichment: Draft['enrichment']): Draft['enrichment'] {
  if (enrichment === null) return null;
  const bareHeaders = (headers: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, looksSecret(name) ? '' : value]));
  const requests = enrichment.requests.map((request) => ({
    ...request,
    url: bareUrl(request.url),
    ...(request.headers === undefined ? {} : { headers: bareHeaders(request.headers) }),
  }));
  return { ...enrichment, requests };
}

/** The draft without anything that may be a credential, so that it can be kept by the browser. */
export function withoutSecrets(draft: Draft): Draft {
  return {
    ...draft,
    url: bareUrl(draft.url),
    headers: bare(draft.headers),
    query: bare(draft.query),
    body: bareBody(draft.body),
    enrichment: bareEnrichment(draft.enrichment),
    auth: bareAuth(draft.auth),
    probe: { ...draft.probe, url: bareUrl(draft.probe.url), headers: bare(draft.probe.headers), query: bare(draft.probe.query) },
  };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A kept part of the draft where it is of the right kind, what it lacks filled up; otherwise the empty part. */
function keptPart(kept: unknown, empty: unknown): unknown {
  if (!isObject(empty)) return typeof kept === typeof empty && Array.isArray(kept) === Array.isArray(empty) ? kept : empty;
  if (!isObject(kept)) return empty;
  const given = new Map<string, unknown>(Object.entries(kept));
  const inner = Object.entries(empty).flatMap(([name, each]) =>
    typeof each === 'object' ? [[name, keptPart(given.get(name), each)]] : [],
  );
  return { ...empty, ...kept, ...Object.fromEntries(inner) };
}

/** A draft that was kept as text; `null` when it cannot be read. */
export function readKept(text: string | null): Draft | null {
  if (text === null) return null;
  try {
    const kept: unknown = JSON.parse(text);
    if (!isObject(kept)) return null;
    const given = new Map(Object.entries(kept));
    // Kept by an earlier version, a part may be missing.
    return Object.fromEntries(
      Object.entries(emptyDraft()).map(([name, empty]) => [name, keptPart(given.get(name), empty)]),
    ) as unknown as Draft;
  } catch {
    return null;
  }
}
