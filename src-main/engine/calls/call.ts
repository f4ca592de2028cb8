import { hostOf } from '../../../src-preload/contract/index.ts';
import type { Failure, SourceConfig } from '../../../src-preload/contract/index.ts';
import { callUpstream, type Fetch, type UpstreamRequest, type UpstreamResponse } from '../../connectors/http.ts';
import { isWorthRetrying, statusFailure, unlessSpent, UpstreamError, upstreamError } from '../../connectors/upstream-error.ts';
import { RETRY_DELAYS_MS, retryAfterMs, SHORT_PAUSE_MS, withJitter } from '../decide/backoff.ts';
import { type HostBreakers, hostNews } from './circuit-breaker.ts';
import { type Clock, sleep } from '../clock.ts';
import type { Ledger } from './ledger.ts';

export interface CallOptions {
  clock: Clock;
  random: () => number;
  fetch: Fetch;
  ledger: Ledger;
  signal: AbortSignal;
  timeoutMs: number;
  maxBytes: number;
  /** Strikes secrets out of what the server said. */
  redact: (text: string) => string;
  /** Says what is wrong with an answer, where its status alone does not; `null` for one that is good. */
  failureOf?: (response: UpstreamResponse) => Failure | null;
  /** Waits until the source may have one more call under way; gives what is to be called when it has ended. */
  enter?: (signal: AbortSignal) => Promise<() => void>;
}

export interface RetryOptions extends CallOptions {
  breakers: HostBreakers;
  /** A POST that does no harm when it comes twice is tried again like any other call. */
  isRepeatable?: boolean;
}

/** How long a call of a source may take, and how large its answer may be. */
export function limitsOf({ timeoutSeconds, maxBodyMebibytes }: SourceConfig): Pick<CallOptions, 'timeoutMs' | 'maxBytes'> {
  return { timeoutMs: timeoutSeconds * 1000, maxBytes: Math.round(maxBodyMebibytes * 1_048_576) };
}

const MOST_DETAIL = 200;

/**
 * What the server said about its refusal, from the usual places of a JSON body or a short plain text. Secrets are struck
 * out before it is cut to its length: a part of one would not be recognised.
 */
function detailOf(response: UpstreamResponse, redact: (text: string) => string): string {
  const text = response.body.subarray(0, 4096).toString('utf8').trim();
  if (text === '' || text.startsWith('<')) return '';
  try {
    const body: unknown = JSON.parse(text);
    const inner =
      typeof body === 'object' && body !== null && 'error' in body && typeof body.error === 'object' && body.error !== null
        ? body.error
        : body;
    for (const name of ['message', 'detail', 'error_description', 'error', 'title', 'reason']) {
      const value =
        typeof inner === 'object' && inner !== null && Object.hasOwn(inner, name) ? (inner as Record<string, unknown>)[name] : undefined;
      if (typeof value === 'string') return redact(value).slice(0, MOST_DETAIL);
    }
    return '';
  } catch {
    return redact(text).slice(0, MOST_DETAIL);
  }
}

function failureIn(response: UpstreamResponse, { failureOf, redact }: CallOptions): Failure | null {
  if (failureOf !== undefined) return failureOf(response);
  const host = hostOf(response.url);
  return response.status === 304
    ? null
    : unlessSpent(statusFailure(response.status, host, detailOf(response, redact)), host, response.headers);
}

/** Counts a call that is about to leave; gives its row. Throws `UpstreamError` with code quota-spent. */
async function book(ledger: Ledger, request: UpstreamRequest): Promise<number> {
  const booked = await ledger.begin(request);
  if ('row' in booked) return booked.row;
  throw upstreamError(
    'quota-spent',
    'The quota of this source is spent, so the call was not made.',
    'It goes on when the quota window turns over.',
  );
}

/** One call as `callNow` makes it, once the source may have one more under way. */
export async function callOnce(request: UpstreamRequest, options: CallOptions): Promise<UpstreamResponse> {
  const leave = await options.enter?.(options.signal);
  try {
    return await callNow(request, options);
  } finally {
    leave?.();
  }
}

/**
 * One call under its own timeout, counted; each redirect that it follows is a call of its own. Throws `UpstreamError`,
 * or the signal's reason.
 */
async function callNow(request: UpstreamRequest, options: CallOptions): Promise<UpstreamResponse> {
  const { clock, ledger, signal, timeoutMs } = options;
  signal.throwIfAborted();
  // The row of the call that has no answer yet: none where the quota did not let a redirect be followed.
  const underWay = new Set([await book(ledger, request)]);
  const host = hostOf(request.url);
  const timeout = new AbortController();
  const cancel = clock.after(timeoutMs, () =>
    timeout.abort(
      upstreamError(
        'timeout',
        `${host} did not answer within ${timeoutMs / 1000} s.`,
        'Try again later, ask for less, or give the source a longer timeout.',
      ),
    ),
  );
  let status: number | null = null;
  let bytes = 0;
  let headers: Headers | null = null;
  try {
    const onRedirect = async (redirectStatus: number, redirectHeaders: Headers) => {
      for (const row of underWay) ledger.end(row, redirectStatus, 0, redirectHeaders);
      underWay.clear();
      underWay.add(await book(ledger, request));
    };
    const response = await callUpstream(options.fetch, request, options.maxBytes, AbortSignal.any([signal, timeout.signal]), onRedirect);
    status = response.status;
    bytes = response.body.byteLength;
    headers = response.headers;
    const failure = failureIn(response, options);
    if (failure !== null) throw new UpstreamError(failure, retryAfterMs(response.headers.get('retry-after'), clock.now()));
    return response;
  } finally {
    cancel();
    for (const row of underWay) ledger.end(row, status, bytes, headers);
  }
}

async function callWithRetries(request: UpstreamRequest, options: RetryOptions): Promise<UpstreamResponse> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await callOnce(request, options);
    } catch (error) {
      const delayMs = RETRY_DELAYS_MS[tries];
      if (!(error instanceof UpstreamError) || delayMs === undefined) throw error;
      const asked = error.retryAfterMs;
      const mayRetry = asked !== null ? asked <= SHORT_PAUSE_MS : isWorthRetrying(error.failure.code);
      // A POST may have done its work although the answer was lost.
      const mayHaveWorked = request.method === 'POST' && options.isRepeatable !== true && error.failure.status === undefined;
      if (!mayRetry || mayHaveWorked) throw error;
      // A server that asks for no pause, or for one that is over, is still not called again in the same moment.
      await sleep(options.clock, Math.max(asked ?? 0, withJitter(delayMs, options.random)), options.signal);
    }
  }
}

/**
 * Calls an upstream, up to four times: what usually passes is tried again after 1, 2 and 4 s with jitter, or after the
 * pause that the server asks for if that is longer but still short. Every try is counted. A host that is known to be in
 * trouble is not called. Throws `UpstreamError`, or the signal's reason.
 */
export async function call(request: UpstreamRequest, options: RetryOptions): Promise<UpstreamResponse> {
  const host = hostOf(request.url);
  const pass = options.breakers.enter(host);
  if ('until' in pass) {
    throw upstreamError(
      'host-resting',
      `Calls to ${host} keep failing, so this one was not made.`,
      'It is tried again by itself; press Refresh to try at once.',
    );
  }
  try {
    const response = await callWithRetries(request, options);
    pass.end('answered');
    return response;
  } catch (error) {
    pass.end(error instanceof UpstreamError ? hostNews(error.failure.code) : 'nothing');
    throw error;
  }
}
