import { createHash } from 'node:crypto';
import { type DemoAnswer, type DemoCall, fieldsOf, jsonAnswer } from '../service.ts';
import { bearerOf, readToken, signToken } from '../signed-token.ts';
import { ATHLETE } from './strava-activities.ts';

export const CLIENT_ID = '4711';
const CLIENT_SECRET = 'demo-secret';

/** Access tokens are good for six hours. */
const TOKEN_SECONDS = 21_600;
const CODE_MS = 600_000;

/** What was granted to the sources of the demo without anybody pressing Authorize. */
const DEMO_GRANT = 'demo';

/** The refresh token with which the sources of the demo begin. */
export function firstRefreshToken(seed: number): string {
  return refreshTokenOf(seed, DEMO_GRANT, 0, 'read,activity:read');
}

function refreshTokenOf(seed: number, grant: string, generation: number, scope: string): string {
  return signToken(seed, { use: 'refresh', grant, generation, scope });
}

/** An error as Strava words it. */
export function fault(status: number, message: string, resource: string, field: string, code: string): DemoAnswer {
  return jsonAnswer({ message, errors: [{ resource, field, code }] }, status);
}

const badRequest = (resource: string, field: string, code = 'invalid') => fault(400, 'Bad Request', resource, field, code);

const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const page = (title: string, text: string): DemoAnswer => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  body: `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>body{font:16px/1.5 system-ui;max-width:32rem;margin:4rem auto;padding:0 1rem}a{display:inline-block;padding:.5rem 1rem;border:1px solid;border-radius:.4rem;margin-right:.5rem;color:inherit}</style>
<h1>${title}</h1>${text}</html>`,
});

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Signing in as Strava's documentation of authentication has it, with PKCE accepted in place of the client secret. */
export class StravaSignIn {
  readonly #seed: number;
  readonly #usedCodes = new Set<string>();
  /** By grant: the generation of its newest refresh token. One that was replaced is no longer accepted. */
  readonly #newest = new Map<string, number>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** The page on which somebody allows access, and what follows from a press on it. */
  authorize({ query, now }: DemoCall): DemoAnswer {
    const redirect = query.get('redirect_uri') ?? '';
    if (query.get('client_id') !== CLIENT_ID) return badRequest('Application', 'client_id');
    // Strava lets every application come back to this computer.
    if (!URL.canParse(redirect) || !['localhost', '127.0.0.1'].includes(new URL(redirect).hostname))
      return badRequest('Application', 'redirect_uri');
    if (query.get('response_type') !== 'code') return badRequest('Authorize', 'response_type');
    const scope = text(query.get('scope'));
    if (scope === null) return badRequest('Authorize', 'scope', 'missing');
    const challenge = query.get('code_challenge');
    if (challenge !== null && query.get('code_challenge_method') !== 'S256') return badRequest('Authorize', 'code_challenge_method');
    const decision = query.get('decision');
    const back = new URL(redirect);
    const state = query.get('state');
    if (state !== null) back.searchParams.set('state', state);
    if (decision === null) {
      const link = (answer: string) => `?${escaped(new URLSearchParams([...query, ['decision', answer]]).toString())}`;
      return page(
        'Authorize Freshet',
        `<p>Freshet asks to see the activities of ${ATHLETE.firstname} ${ATHLETE.lastname}, who exists in this demo only.</p>
<p>Asked for: ${escaped(scope)}</p><p><a href="${link('allow')}">Authorize</a><a href="${link('deny')}">Cancel</a></p>`,
      );
    }
    if (decision === 'allow') {
      const claims = { use: 'code', scope, challenge, redirect, endsAt: now + CODE_MS, grant: `code ${now} ${this.#usedCodes.size}` };
      back.searchParams.set('code', signToken(this.#seed, claims));
      back.searchParams.set('scope', scope);
    } else back.searchParams.set('error', 'access_denied');
    return { status: 302, headers: { location: back.href, 'cache-control': 'no-store' }, body: '' };
  }

  token(call: DemoCall): DemoAnswer {
    if (call.method !== 'POST') return fault(405, 'Method Not Allowed', 'Application', 'method', 'invalid');
    const fields = { ...Object.fromEntries(call.query), ...fieldsOf(call) };
    if (fields['client_id'] !== CLIENT_ID && String(fields['client_id']) !== CLIENT_ID) return badRequest('Application', 'client_id');
    if (fields['grant_type'] === 'authorization_code') return this.#exchange(fields, call.now);
    if (fields['grant_type'] !== 'refresh_token') return badRequest('Authorize', 'grant_type');
    if (fields['client_secret'] !== CLIENT_SECRET && fields['client_secret'] !== undefined)
      return badRequest('Application', 'client_secret');
    const claims = readToken(this.#seed, text(fields['refresh_token']) ?? '');
    const { use, grant, generation, scope } = claims ?? {};
    if (use !== 'refresh' || typeof grant !== 'string' || typeof generation !== 'number' || typeof scope !== 'string')
      return badRequest('RefreshToken', 'refresh_token');
    if (generation < (this.#newest.get(grant) ?? 0)) return badRequest('RefreshToken', 'refresh_token');
    return jsonAnswer(this.#issue(grant, generation + 1, scope, call.now));
  }

  /** The scope of the access token of a call; an answer where there is none that is good. */
  scopeOf({ headers, now }: DemoCall): string | DemoAnswer {
    const token = bearerOf(headers.authorization);
    const claims = token === null ? null : readToken(this.#seed, token);
    const { use, scope, exp } = claims ?? {};
    return use === 'access' && typeof scope === 'string' && typeof exp === 'number' && now < exp * 1000 ? scope : StravaSignIn.expired();
  }

  static expired(): DemoAnswer {
    return fault(401, 'Authorization Error', 'Athlete', 'access_token', 'invalid');
  }

  #exchange(fields: Record<string, unknown>, now: number): DemoAnswer {
    const code = text(fields['code']) ?? '';
    const { use, grant, scope, challenge, endsAt } = readToken(this.#seed, code) ?? {};
    if (use !== 'code' || typeof grant !== 'string' || typeof scope !== 'string' || typeof endsAt !== 'number' || now >= endsAt)
      return badRequest('AuthorizationCode', 'code');
    if (this.#usedCodes.has(code)) return badRequest('AuthorizationCode', 'code');
    const verifier = text(fields['code_verifier']);
    const proof = verifier === null ? null : createHash('sha256').update(verifier).digest('base64url');
    if (typeof challenge === 'string' && proof !== challenge) return badRequest('AuthorizationCode', 'code_verifier');
    if (typeof challenge !== 'string' && fields['client_secret'] !== CLIENT_SECRET) return badRequest('Application', 'client_secret');
    if (fields['client_secret'] !== undefined && fields['client_secret'] !== CLIENT_SECRET)
      return badRequest('Application', 'client_secret');
    this.#usedCodes.add(code);
    return jsonAnswer({ ...this.#issue(grant, 1, scope, now), athlete: { ...ATHLETE, resource_state: 2 } });
  }

  #issue(grant: string, generation: number, scope: string, now: number) {
    this.#newest.set(grant, Math.max(generation, this.#newest.get(grant) ?? 0));
    const endsAt = Math.floor(now / 1000) + TOKEN_SECONDS;
    return {
      token_type: 'Bearer',
      access_token: signToken(this.#seed, { use: 'access', grant, generation, scope, exp: endsAt }),
      expires_at: endsAt,
      expires_in: TOKEN_SECONDS,
      refresh_token: refreshTokenOf(this.#seed, grant, generation, scope),
    };
  }
}
