/** What a response says about how long it may be used. Durations count from when it was received, milliseconds. */
export interface Lifetime {
  /** How long asking again is of no use; `null` when the server said nothing readable about it. */
  freshForMs: number | null;
  mayStore: boolean;
  /** Once it is no longer fresh it must not be used without asking the server. */
  mustRevalidate: boolean;
  /** How long after that it may still stand in for a failed answer; `null` when the server said nothing about it. */
  staleIfErrorMs: number | null;
}

export interface LifetimeOptions {
  /** When the request left, milliseconds since the epoch; the time under way counts as age (RFC 9111, 4.2.3). */
  requestedAt?: number;
  /** The longest lifetime that is believed, milliseconds; a day where it is left out, and never more. */
  longestMs?: number;
}

/** Servers have sent a max-age of 16 years; no source is left alone for longer than a day on a server's word. */
const LONGEST_LIFETIME_MS = 24 * 3_600_000;

// Quoted values are matched first: a comma in them does not end the directive.
const DIRECTIVE = /([!#$%&'*+\-.^_`|~\w]+)(?:[ \t]*=[ \t]*(?:"([^"]*)"|([^\s,;"]*)))?/g;

/** The directives of Cache-Control by lower-case name, each with its arguments; `null` for one that came without. */
function directives(headers: Headers): Map<string, (string | null)[]> {
  const found = new Map<string, (string | null)[]>();
  for (const [, name = '', quoted, plain] of (headers.get('cache-control') ?? '').matchAll(DIRECTIVE)) {
    const key = name.toLowerCase();
    found.set(key, [...(found.get(key) ?? []), quoted ?? plain ?? null]);
  }
  return found;
}

/** Seconds of RFC 9111, 1.2.2 as milliseconds. A negative number, which some servers send for "already stale", is zero. */
function deltaMs(text: string | null): number | null {
  return text !== null && /^-?\d+$/.test(text.trim()) ? Math.max(0, Number(text) * 1000) : null;
}

/** Of a directive that is given twice the shortest counts (RFC 9111, 4.2.1 and 5.2); one unreadable makes all so. */
function shortestMs(values: readonly (string | null)[]): number | null {
  let shortest = Infinity;
  for (const value of values) {
    const ms = deltaMs(value);
    if (ms === null) return null;
    shortest = Math.min(shortest, ms);
  }
  return shortest;
}

/** An HTTP date (RFC 9110, 5.6.7) as milliseconds since the epoch. The oldest form names no zone and means GMT. */
function httpDateMs(text: string | null): number | null {
  if (text === null || !/^[a-z]{3,9},? /i.test(text.trim())) return null;
  const ms = Date.parse(/(GMT|UTC|[+-]\d{4})$/i.test(text.trim()) ? text : `${text} GMT`);
  return Number.isNaN(ms) ? null : ms;
}

/** Expires minus Date (RFC 9111, 4.2.1): both by the server's clock, so it matters little that ours is wrong. */
function expiresMs(headers: Headers, receivedAt: number): number | null {
  const text = headers.get('expires');
  if (text === null) return null;
  // "0" and "-1" are no dates and mean "already expired" (RFC 9111, 5.3).
  if (/^\s*-?\d+\s*$/.test(text)) return 0;
  const at = httpDateMs(text);
  return at === null ? null : at - (httpDateMs(headers.get('date')) ?? receivedAt);
}

/**
 * How long the answer had been under way or in caches when it came, milliseconds (RFC 9111, 4.2.3). Our own clock is
 * not compared with Date, as the RFC would: one that is set an hour ahead would make every answer look stale.
 */
function ageMs(headers: Headers, receivedAt: number, requestedAt: number): number {
  const first = (headers.get('age') ?? '').split(',')[0]?.trim() ?? '';
  const inCaches = /^\d+$/.test(first) ? Number(first) * 1000 : 0;
  return inCaches + Math.max(0, receivedAt - requestedAt);
}

/**
 * Reads Cache-Control, Expires, Date and Age as a private cache (RFC 9111; stale-if-error: RFC 5861). What speaks to
 * shared caches (s-maxage, proxy-revalidate, private, public) is not looked at. `immutable` (RFC 8246) extends nothing.
 * Where no lifetime is given none is guessed from Last-Modified. Never throws.
 */
export function lifetimeMs(headers: Headers, receivedAt: number, options: LifetimeOptions = {}): Lifetime {
  const given = directives(headers);
  const longestMs = Math.min(LONGEST_LIFETIME_MS, Math.max(0, options.longestMs ?? LONGEST_LIFETIME_MS));
  const mayStore = !given.has('no-store');
  // no-cache="Set-Cookie" speaks of that header only, and headers are not kept (RFC 9111, 5.2.2.4).
  const noCache = given.get('no-cache')?.includes(null) ?? false;
  const mustRevalidate = noCache || given.has('must-revalidate');
  const maxAge = given.get('max-age');
  const lifetime = maxAge === undefined ? expiresMs(headers, receivedAt) : shortestMs(maxAge);
  const left = lifetime === null ? null : lifetime - ageMs(headers, receivedAt, options.requestedAt ?? receivedAt);
  const freshForMs = noCache || !mayStore ? 0 : left === null ? null : Math.min(longestMs, Math.max(0, left));
  const staleIfError = given.get('stale-if-error');
  const mayStandIn = staleIfError === undefined ? null : shortestMs(staleIfError);
  // Whoever must ask first may not use what is stale, whatever else is allowed (RFC 9111, 4.2.4).
  const staleIfErrorMs = mustRevalidate || !mayStore ? 0 : mayStandIn === null ? null : Math.min(longestMs, mayStandIn);
  return { freshForMs, mayStore, mustRevalidate, staleIfErrorMs };
}

/**
 * The lifetime after a 304, counted from that answer. Its headers replace those of before (RFC 9111, 4.3.4); a server
 * that repeats none of them has not taken its word back, so what it brings no news of stays as it was.
 */
export function keptLifetime(before: Lifetime, headersOf304: Headers, receivedAt: number, options: LifetimeOptions = {}): Lifetime {
  const fresh = lifetimeMs(headersOf304, receivedAt, options);
  if (!headersOf304.has('cache-control')) {
    // Expires does not lift a no-cache of before.
    const asksAlways = before.mustRevalidate && before.freshForMs === 0;
    return asksAlways ? before : { ...before, freshForMs: fresh.freshForMs ?? before.freshForMs };
  }
  return {
    ...fresh,
    freshForMs: fresh.freshForMs ?? before.freshForMs,
    staleIfErrorMs: fresh.staleIfErrorMs ?? before.staleIfErrorMs,
  };
}
