import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Tokens that carry their own claims and a signature (RFC 7519 with HS256), so that a server of the same seed knows them
 * without having stored them. The key is no secret: it opens nothing but the demo of this computer.
 */

const HEADER = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT' })).toString('base64url');

const signatureOf = (seed: number, text: string) => createHmac('sha256', `demo ${seed}`).update(text).digest('base64url');

export function signToken(seed: number, claims: Record<string, unknown>): string {
  const text = `${HEADER}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  return `${text}.${signatureOf(seed, text)}`;
}

/** The claims of a token; `null` where this server did not sign it. */
export function readToken(seed: number, token: string): Record<string, unknown> | null {
  const [header = '', claims = '', signature = '', ...rest] = token.split('.');
  const expected = Buffer.from(signatureOf(seed, `${header}.${claims}`));
  const given = Buffer.from(signature);
  if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as Record<string, unknown>;
}

/** The token of an `Authorization: Bearer` header; `null` where there is none. */
export function bearerOf(header: string | undefined): string | null {
  return /^Bearer (\S+)$/i.exec(header ?? '')?.[1] ?? null;
}
