import type { Failure, FailureCode } from '../../src-preload/contract/index.ts';
import type { UpstreamRequest, UpstreamResponse } from './http.ts';
import { statusFailure, type UpstreamError, upstreamError } from './upstream-error.ts';
import { USER_AGENT } from './user-agent.ts';

/** What a token request is made of, its secrets resolved. */
export interface TokenGrant {
  tokenUrl: string;
  clientId: string;
  /** `null` for a public client. */
  clientSecret: string | null;
  clientAuth: 'basic' | 'body';
  /** `null` where the client signs in as itself (RFC 6749, 4.4). */
  refreshToken: string | null;
  scope: string | null;
  parameters: Readonly<Record<string, string>>;
}

/** What the server handed out. */
export interface TokenAnswer {
  /** Why there is none that can be used, in place of the token. */
  accessToken: string | UpstreamError;
  /** How long the access token is good for, milliseconds; `null` where the server did not say. */
  lifetimeMs: number | null;
  /** The refresh token that takes the place of the one that was used; `null` where that stays. */
  refreshToken: string | null;
}

const MOST_DETAIL = 200;
const LONGEST_LIFETIME_MS = 366 * 86_400_000;

/** Text as application/x-www-form-urlencoded has it. */
const formEncoded = (text: string) => new URLSearchParams([['', text]]).toString().slice(1);

/** What a Basic header carries of a client: both parts are form-encoded first (RFC 6749, 2.3.1). */
export function clientPair(clientId: string, clientSecret: string): string {
  return `${formEncoded(clientId)}:${formEncoded(clientSecret)}`;
}

/** The request for an access token: RFC 6749, section 6 with a refresh token, section 4.4.2 without one. */
export function buildTokenRequest(grant: TokenGrant): UpstreamRequest {
  const { clientId, clientSecret, refreshToken, scope } = grant;
  const form = new URLSearchParams({ grant_type: refreshToken === null ? 'client_credentials' : 'refresh_token' });
  if (refreshToken !== null) form.set('refresh_token', refreshToken);
  if (scope !== null) form.set('scope', scope);
  const headers: Record<string, string> = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
    'user-agent': USER_AGENT,
  };
  if (grant.clientAuth === 'basic' && clientSecret !== null) {
    headers['authorization'] = `Basic ${Buffer.from(clientPair(clientId, clientSecret)).toString('base64')}`;
  } else {
    form.set('client_id', clientId);
    if (clientSecret !== null) form.set('client_secret', clientSecret);
  }
  for (const [name, value] of Object.entries(grant.parameters)) form.set(name, value);
  return {
    method: 'POST',
    url: grant.tokenUrl,
    headers,
    body: form.toString(),
    secretHeaders: ['authorization'],
    hasSecretBody: true,
  };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The body as an object; `null` when it is none. Its text is never quoted: it may hold a token. */
function bodyOf(response: UpstreamResponse): Record<string, unknown> | null {
  try {
    const body: unknown = JSON.parse(response.body.toString('utf8').replace(/^\ufeff/, ''));
    return isObject(body) ? body : null;
  } catch {
    return null;
  }
}

/** The error code of RFC 6749, 5.2. Strava lists the parameters that it refuses instead. */
function errorOf(body: Record<string, unknown>): string {
  const { error, errors } = body;
  if (typeof error === 'string') return error.slice(0, 60);
  const refused = Array.isArray(errors) ? errors.filter(isObject).map((each) => each['field']) : [];
  if (refused.includes('refresh_token')) return 'invalid_grant';
  return refused.includes('client_id') || refused.includes('client_secret') ? 'invalid_client' : '';
}

// The second and third names of each are those of GitHub and Slack, which answer 200 with them.
const REFUSED_GRANTS = new Set(['invalid_grant', 'bad_refresh_token', 'invalid_refresh_token']);
const REFUSED_CLIENTS = new Set([
  'invalid_client',
  'unauthorized_client',
  'incorrect_client_credentials',
  'invalid_client_id',
  'bad_client_secret',
]);

/** What an error code means, in words, and what to do about it. */
function refusalOf(error: string, host: string, hasRefreshToken: boolean): [FailureCode, string, string] | null {
  if (REFUSED_GRANTS.has(error) && hasRefreshToken) {
    return [
      'unauthorized',
      `${host} no longer accepts the refresh token`,
      'Sign in with the provider again, and enter the new refresh token in the settings of the source.',
    ];
  }
  if (REFUSED_CLIENTS.has(error)) {
    return [
      'unauthorized',
      `${host} does not know the client, or refuses its secret`,
      'Check the client id, the client secret and how they are sent, in the settings of the source.',
    ];
  }
  if (error === 'invalid_scope')
    return ['unauthorized', `${host} does not allow the scope`, 'Correct the scope in the settings of the source.'];
  if (error === 'temporarily_unavailable' || error === 'server_error')
    return ['server-error', `${host} had an error of its own`, 'Usually passes; Freshet tries again by itself.'];
  return null;
}

/** Why a token request was refused; `null` for an answer that is to be read. `redact` strikes secrets out of what the server said. */
export function tokenFailure(response: UpstreamResponse, hasRefreshToken: boolean, redact: (text: string) => string): Failure | null {
  const { status } = response;
  const { host } = new URL(response.url);
  const body = bodyOf(response) ?? {};
  const isSuccess = status >= 200 && status < 300;
  const error = isSuccess && 'access_token' in body ? '' : errorOf(body);
  if (isSuccess && error === '') return null;
  const said = body['error_description'] ?? body['message'];
  const detail = redact(typeof said === 'string' ? said : '').slice(0, MOST_DETAIL);
  const failure = (code: FailureCode, message: string, advice: string): Failure => ({
    code,
    message: `${message} (${redact(error) || status}).${detail === '' ? '' : ` It said: ${detail}`}`,
    advice,
    status,
  });
  if (status === 429 || status >= 500) return statusFailure(status, host, detail);
  const refusal = refusalOf(error, host, hasRefreshToken);
  if (refusal !== null) return failure(...refusal);
  if (status === 404 || status === 405 || status === 410)
    return failure('not-found', `${host} hands out no access tokens at this address`, 'Check the token URL.');
  // Nothing of this mends itself, and asking again could lock the client out.
  if (isSuccess || status === 400 || status === 401 || status === 403)
    return failure(
      'unauthorized',
      `${host} refused the request for an access token`,
      'Check the token URL, the client and the parameters in the settings of the source.',
    );
  return statusFailure(status, host, detail);
}

/** `expires_in`, a number of seconds that some servers send as text. What makes no sense counts as not said. */
function lifetimeOf(value: unknown): number | null {
  const seconds = typeof value === 'string' && /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value;
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds <= 0) return null;
  return Math.min(LONGEST_LIFETIME_MS, Math.round(seconds * 1000));
}

const isTokenText = (value: unknown): value is string => typeof value === 'string' && /^[\x21-\x7e]{1,65536}$/.test(value);

function accessTokenOf(body: Record<string, unknown>, host: string): string | UpstreamError {
  const { access_token: token, token_type: type } = body;
  if (token === undefined || token === null || token === '')
    return upstreamError(
      'client-error',
      `${host} answered the request for an access token without one.`,
      'Check that the token URL is the token endpoint of the provider.',
    );
  if (!isTokenText(token))
    return upstreamError('client-error', `${host} handed out an access token that cannot be sent in a header.`, 'Ask the provider.');
  // Required by RFC 6749, 5.1, and left out by servers that know bearer tokens only.
  if (type !== undefined && type !== null && !(typeof type === 'string' && type.toLowerCase() === 'bearer'))
    return upstreamError(
      'unauthorized',
      `${host} hands out access tokens of the type ${JSON.stringify(type).slice(0, 40)}; Freshet sends bearer tokens only.`,
      'Ask the provider for bearer tokens.',
    );
  return token;
}

/** Reads a successful answer (RFC 6749, 5.1). Throws `UpstreamError` when it cannot be read at all. */
export function readTokenAnswer(response: UpstreamResponse): TokenAnswer {
  const { host } = new URL(response.url);
  const body = bodyOf(response);
  if (body === null)
    throw upstreamError(
      'not-json',
      `${host} answered the request for an access token with something other than a JSON object.`,
      'Check that the token URL is the token endpoint of the provider rather than a web page.',
    );
  const { refresh_token: refreshToken } = body;
  return {
    accessToken: accessTokenOf(body, host),
    lifetimeMs: lifetimeOf(body['expires_in']),
    refreshToken: isTokenText(refreshToken) ? refreshToken : null,
  };
}
