import type { Failure, FailureCode } from '../../src-preload/contract/index.ts';
import { PrivateAddressError } from './public-lookup.ts';

/** A call to an upstream that failed, in words for the user. Its text never holds a secret. */
export class UpstreamError extends Error {
  readonly failure: Failure;
  /** How long the server asked to be left alone, milliseconds, where it did. */
  readonly retryAfterMs: number | null;

  constructor(failure: Failure, retryAfterMs: number | null = null) {
    super(failure.message);
    this.name = 'UpstreamError';
    this.failure = failure;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Makes an `UpstreamError`: what was wrong, and what to do about it. */
export function upstreamError(code: FailureCode, message: string, advice: string): UpstreamError {
  return new UpstreamError({ code, message, advice });
}

const TLS_CODES = new Set([
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_NOT_YET_VALID',
  'HOSTNAME_MISMATCH',
  'EPROTO',
]);

/** What zlib, Brotli and Zstandard say of data that is not theirs. */
const BROKEN_COMPRESSION = /^(Z_|ERR__ERROR_FORMAT|ZSTD_error)/;

/** Words for an address that is not public, which a source may not call. `host` is what was called, `address` where its name leads. */
export function privateAddressRefusal(host: string, address: string | null): UpstreamError {
  return upstreamError(
    'not-allowed',
    `${host} is ${address === null ? '' : `at ${address}, `}an address of this computer or a private network, which this source may not call.`,
    'If that is meant, let the source call private addresses in its settings ("allowPrivate").',
  );
}

/** The refusal of a private address within what `fetch` threw; `null` where it was something else. */
function privateAddressIn(error: unknown): PrivateAddressError | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof PrivateAddressError) return at;
    const inner = at instanceof AggregateError ? at.errors.find((each) => each instanceof PrivateAddressError) : undefined;
    if (inner instanceof PrivateAddressError) return inner;
  }
  return null;
}

/** The innermost error code of what `fetch` threw; `fetch` wraps the cause, sometimes in an AggregateError. */
function causeCode(error: unknown): string {
  for (let at: unknown = error; typeof at === 'object' && at !== null; at = 'cause' in at ? at.cause : undefined) {
    if ('code' in at && typeof at.code === 'string' && at.code !== 'ERR_INVALID_ARG_TYPE') return at.code;
    if (at instanceof AggregateError && at.errors.length > 0) {
      const inner = causeCode(at.errors[0]);
      if (inner !== '') return inner;
    }
  }
  return '';
}

/** Turns what `fetch` threw into words. `host` is the host and port that was called. */
export function networkError(error: unknown, host: string): UpstreamError {
  if (error instanceof UpstreamError) return error;
  const refused = privateAddressIn(error);
  if (refused !== null) return privateAddressRefusal(host, refused.address);
  const code = causeCode(error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return upstreamError(
      'dns',
      `The name ${host} could not be found (${code}).`,
      'Check the spelling of the host, and that this computer is online.',
    );
  }
  if (code === 'ECONNREFUSED') {
    return upstreamError('refused', `Nothing answers at ${host} (connection refused).`, 'Check the port, and that the service is running.');
  }
  if (code === 'ENETUNREACH' || code === 'EHOSTUNREACH' || code === 'ENETDOWN' || code === 'EHOSTDOWN') {
    return upstreamError('unreachable', `${host} cannot be reached (${code}).`, 'Check that this computer is online, and VPN or firewall.');
  }
  if (TLS_CODES.has(code) || code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS')) {
    const plain = code === 'EPROTO' || code.startsWith('ERR_SSL') ? ' The server may speak plain http on this port.' : '';
    return upstreamError(
      'tls',
      `No secure connection to ${host}: ${code}.${plain}`,
      'Check the certificate of the server and the address; an expired or self-signed certificate must be renewed or trusted by this computer.',
    );
  }
  if (code.includes('TIMEOUT') || code === 'ETIMEDOUT') {
    return upstreamError('timeout', `${host} did not answer in time (${code}).`, 'Try again later, or give the source a longer timeout.');
  }
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET' || code === 'EPIPE' || code.startsWith('HPE_') || code === 'ECONNABORTED') {
    return upstreamError(
      'reset',
      `${host} broke the connection off (${code}).`,
      'Usually passes; if not, ask the provider, or check a proxy in between.',
    );
  }
  if (code === 'Z_BUF_ERROR') {
    return upstreamError(
      'reset',
      `${host} broke off in the middle of a compressed body (${code}).`,
      'Usually passes; if not, ask the provider, or check a proxy in between.',
    );
  }
  if (BROKEN_COMPRESSION.test(code)) {
    return upstreamError(
      'not-json',
      `${host} answered, but the body is not compressed as it says, so it cannot be read (${code}).`,
      'Ask the provider, or check a proxy in between; the header "Accept-Encoding: identity" asks for a body that is not compressed.',
    );
  }
  const message = error instanceof Error ? error.message : String(error);
  return upstreamError(
    'reset',
    `The call to ${host} failed: ${message}${code === '' ? '' : ` (${code})`}.`,
    'Try again; if it stays, check the address and the network.',
  );
}

/** The failure for an HTTP status that is not a success, or `null` for one that is. */
export function statusFailure(status: number, host: string, detail: string): Failure | null {
  if (status >= 200 && status < 300) return null;
  const said = detail === '' ? '' : ` It said: ${detail}`;
  const make = (code: FailureCode, message: string, advice: string): Failure => ({ code, message: `${message}${said}`, advice, status });
  switch (status) {
    case 401:
      return make('unauthorized', `${host} refused the credentials (401).`, 'Check the key or password of the source, and how it is sent.');
    case 403:
      return make('forbidden', `${host} does not allow this (403).`, 'The key may lack a permission or be blocked; ask the provider.');
    case 404:
      return make('not-found', `${host} knows no such address (404).`, 'Check the path of the URL.');
    case 410:
      return make(
        'gone',
        `${host} says that this address is gone for good (410).`,
        "Look for its successor in the provider's documentation.",
      );
    case 429:
      return make(
        'rate-limited',
        `${host} says that there were too many calls (429).`,
        'Freshet waits as long as the server asks. Set a quota window to stay under the limit.',
      );
    default:
  }
  if (status >= 500)
    return make('server-error', `${host} had an error of its own (${status}).`, 'Usually passes; Freshet tries again by itself.');
  return make('client-error', `${host} did not accept the request (${status}).`, 'Check the query, headers and body of the source.');
}

/**
 * Some services refuse a key whose credits are spent as they refuse a wrong one: The Odds API with 401. The header beside it
 * tells that nothing is wrong with the key.
 */
export function unlessSpent(failure: Failure | null, host: string, headers: Headers): Failure | null {
  const remaining = headers.get('x-requests-remaining');
  if (failure?.code !== 'unauthorized' || remaining === null || remaining.trim() === '' || Number(remaining) > 0) return failure;
  const said = / It said: .*$/s.exec(failure.message)?.[0] ?? '';
  return {
    ...failure,
    code: 'rate-limited',
    message: `${host} has no credits left for this key (${failure.status ?? 401}).${said}`,
    advice: 'They come back when the period of your plan begins anew. A longer interval, or fewer markets and regions, makes them last.',
  };
}

/** Whether trying the same call again within the refresh can help. */
export function isWorthRetrying(code: FailureCode): boolean {
  return ['dns', 'refused', 'unreachable', 'timeout', 'reset', 'server-error'].includes(code);
}

/** Whether only a change by the user can help, so that calling again by itself would be a waste. */
export function needsFix(code: FailureCode): boolean {
  return ['unauthorized', 'forbidden', 'not-found', 'gone', 'secret-missing', 'expression', 'not-allowed'].includes(code);
}

/** Whether the failure says that this computer has no network, rather than that the upstream has a problem. */
export function isOffline(code: FailureCode): boolean {
  return code === 'dns' || code === 'unreachable';
}
