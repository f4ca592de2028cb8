import type { ServerResponse } from 'node:http';
import { type Call, type Handler, json, startUpstream, type Upstream } from './upstream.ts';

/** What every token of the server begins with, so that a leak is found wherever it is. */
export const TOKEN_MARK = 'tok3n';

/** A real token endpoint that knows which tokens it has handed out, and takes each refresh token as often as it says. */
export interface TokenServer {
  url: string;
  /** Every token request, in order. */
  calls: Call[];
  /** The refresh token that it takes now. */
  refreshToken: string;
  /** What it says of the life of an access token; `undefined` says nothing. */
  lifetimeSeconds: unknown;
  /** Whether each renewal replaces the refresh token, the one before being refused from then on. */
  rotates: boolean;
  /** Answers in place of the usual; called with what the usual would be. */
  handler: (call: Call, response: ServerResponse, usual: () => void) => unknown;
  /** Whether a request to the API carries an access token that is good. */
  accepts(call: Call): boolean;
  /** Ends every access token that was handed out. */
  endTokens(): void;
  close(): Promise<void>;
}

/** What a token request carries in its body. */
export const formOf = (call: Call | undefined) => Object.fromEntries(new URLSearchParams(call?.body ?? ''));

export async function startTokenServer(): Promise<TokenServer> {
  let issued = 0;
  let good = new Set<string>();
  const usual = (call: Call, response: ServerResponse) => {
    const form = formOf(call);
    if (form['grant_type'] === 'refresh_token' && form['refresh_token'] !== server.refreshToken) {
      json(response, { error: 'invalid_grant', error_description: `${form['refresh_token']} was used before` }, {}, 400);
      return;
    }
    issued += 1;
    const accessToken = `${TOKEN_MARK}-access-${issued}`;
    good.add(accessToken);
    if (server.rotates) server.refreshToken = `${TOKEN_MARK}-refresh-${issued}`;
    json(response, {
      access_token: accessToken,
      token_type: 'Bearer',
      ...(server.lifetimeSeconds === undefined ? {} : { expires_in: server.lifetimeSeconds }),
      ...(server.rotates ? { refresh_token: server.refreshToken } : {}),
    });
  };
  const upstream: Upstream = await startUpstream((call, response) => server.handler(call, response, () => usual(call, response)));
  const server: TokenServer = {
    url: `${upstream.url}/oauth/token`,
    calls: upstream.calls,
    refreshToken: `${TOKEN_MARK}-refresh-0`,
    lifetimeSeconds: 3600,
    rotates: false,
    handler: (_call, _response, answer) => answer(),
    accepts: (call) => good.has(/^Bearer (.+)$/.exec(call.headers.authorization ?? '')?.[1] ?? ''),
    endTokens: () => (good = new Set()),
    close: upstream.close,
  };
  return server;
}

/** An API that answers only to a good access token; otherwise 401, with what it was sent. */
export const behind =
  (server: () => TokenServer, answer: Handler = (_call, response) => json(response, [{ id: 1, price: 2 }])): Handler =>
  (call, response) =>
    server().accepts(call) ? answer(call, response) : json(response, { message: `not with ${call.headers.authorization}` }, {}, 401);
