import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Why a request is turned away. */
export interface Refusal {
  status: 401 | 403 | 421;
  code: string;
  message: string;
  advice: string;
}

const sha = (text: string) => createHash('sha256').update(text).digest();

/** The names under which a server on this computer's loopback is rightly called, with its port. */
function hostsOf(port: number): string[] {
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  // Browsers leave the standard port out.
  return names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]));
}

/**
 * Turns away requests that a web page elsewhere made the user's browser send: a foreign Host is DNS rebinding, a foreign
 * Origin is a page of another site. Returns `null` for a request that may go on.
 */
export function refuseForeign(headers: IncomingHttpHeaders, port: number): Refusal | null {
  const hosts = hostsOf(port);
  if (headers.host === undefined || !hosts.includes(headers.host.toLowerCase())) {
    return {
      status: 421,
      code: 'FOREIGN_HOST',
      message: `This server does not answer to the host "${headers.host ?? ''}".`,
      advice: `Use http://127.0.0.1:${port}.`,
    };
  }
  const { origin } = headers;
  if (origin !== undefined && !hosts.some((host) => origin.toLowerCase() === `http://${host}`)) {
    return {
      status: 403,
      code: 'FOREIGN_ORIGIN',
      message: `A page of ${origin} may not call this server.`,
      advice: 'Call it from a program, or from the page of Freshet itself.',
    };
  }
  return null;
}

/** Whether a token is the right one, in a time that does not depend on where it differs. */
export function isToken(given: string, token: string): boolean {
  return timingSafeEqual(sha(given), sha(token));
}

/** Turns away a request without the bearer token. */
export function refuseStranger(headers: IncomingHttpHeaders, token: string): Refusal | null {
  const given = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  const advice =
    'Send the header "Authorization: Bearer <token>"; the token was printed when the server started (--json prints it by itself).';
  if (given === undefined) return { status: 401, code: 'TOKEN_MISSING', message: 'This call needs the bearer token.', advice };
  return isToken(given, token) ? null : { status: 401, code: 'TOKEN_WRONG', message: 'The bearer token is not the right one.', advice };
}
