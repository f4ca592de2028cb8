import { describe, expect, test } from 'vitest';
import type { UpstreamResponse } from '../../../src-main/connectors/http.ts';
import { buildTokenRequest, readTokenAnswer, tokenFailure, type TokenGrant } from '../../../src-main/connectors/oauth-token.ts';
import { UpstreamError } from '../../../src-main/connectors/upstream-error.ts';

const grant = (change: Partial<TokenGrant> = {}): TokenGrant => ({
  tokenUrl: 'https://auth.example.com/token',
  clientId: 'me & co',
  clientSecret: 's:3cret+',
  clientAuth: 'body',
  refreshToken: 'r3fresh',
  scope: null,
  parameters: {},
  ...change,
});
const form = (change: Partial<TokenGrant> = {}) => Object.fromEntries(new URLSearchParams(buildTokenRequest(grant(change)).body));
const answer = (body: unknown, status = 200): UpstreamResponse => ({
  status,
  headers: new Headers(),
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  url: 'https://auth.example.com/token',
});
const hush = (text: string) => text.replaceAll('r3fresh', '•••');
const failure = (body: unknown, status = 400, hasRefreshToken = true) => tokenFailure(answer(body, status), hasRefreshToken, hush);

describe('the request', () => {
  test('renews by a refresh token, with the client in the body', () => {
    const request = buildTokenRequest(grant());
    expect(request).toMatchObject({ method: 'POST', url: 'https://auth.example.com/token' });
    expect(request.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(request.headers).not.toHaveProperty('authorization');
    expect(form()).toEqual({ grant_type: 'refresh_token', refresh_token: 'r3fresh', client_id: 'me & co', client_secret: 's:3cret+' });
  });

  test('signs in as the client itself where there is no refresh token', () => {
    expect(form({ refreshToken: null, scope: 'read write', parameters: { audience: 'https://api' } })).toEqual({
      grant_type: 'client_credentials',
      scope: 'read write',
      client_id: 'me & co',
      client_secret: 's:3cret+',
      audience: 'https://api',
    });
  });

  test('carries the client in a Basic header, both parts form-encoded first', () => {
    const { headers, body, secretHeaders } = buildTokenRequest(grant({ clientAuth: 'basic' }));
    expect(Buffer.from(headers['authorization']?.slice('Basic '.length) ?? '', 'base64').toString()).toBe('me+%26+co:s%3A3cret%2B');
    expect(secretHeaders).toContain('authorization');
    expect(body).not.toContain('client');
  });

  test('of a public client carries its id in the body, whatever is set', () => {
    expect(form({ clientAuth: 'basic', clientSecret: null })).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'r3fresh',
      client_id: 'me & co',
    });
  });
});

describe('an answer', () => {
  const good = { access_token: 'a', token_type: 'bearer' };

  test('gives the access token, its lifetime and the refresh token that follows', () => {
    expect(readTokenAnswer(answer({ ...good, expires_in: 3600, refresh_token: 'next' }))).toEqual({
      accessToken: 'a',
      lifetimeMs: 3_600_000,
      refreshToken: 'next',
    });
  });

  test.each([
    ['as text', '1800', 1_800_000],
    ['absent', undefined, null],
    ['null', null, null],
    ['zero', 0, null],
    ['negative', -5, null],
    ['words', 'soon', null],
    ['empty text', '', null],
    ['of 300 years', 9_460_800_000, 366 * 86_400_000],
  ])('with a lifetime %s is read', (_name, expires_in, lifetimeMs) => {
    expect(readTokenAnswer(answer({ ...good, expires_in }))).toEqual({ accessToken: 'a', lifetimeMs, refreshToken: null });
  });

  test('without a type is taken for a bearer token', () => {
    expect(readTokenAnswer(answer({ access_token: 'a' })).accessToken).toBe('a');
  });

  test.each([
    ['of another type', { access_token: 'a', token_type: 'DPoP' }, 'unauthorized', 'type "DPoP"'],
    ['without a token', { token_type: 'bearer' }, 'client-error', 'without one'],
    ['with a token that no header can carry', { access_token: 'a\r\nx: y' }, 'client-error', 'cannot be sent in a header'],
    ['with a token that is no text', { access_token: { a: 1 } }, 'client-error', 'cannot be sent in a header'],
  ])('%s says so, and the refresh token that came with it is not lost', (_name, body, code, words) => {
    const { accessToken, refreshToken } = readTokenAnswer(answer({ ...body, refresh_token: 'next' }));
    expect(accessToken).toBeInstanceOf(UpstreamError);
    expect((accessToken as UpstreamError).failure).toMatchObject({ code, message: expect.stringContaining(words) });
    expect(refreshToken).toBe('next');
  });

  test.each(['<html>Welcome</html>', '{"access_token":"h1dden"', '["h1dden"]', ''])('that is no object is not quoted: %s', (body) => {
    expect(tokenFailure(answer(body), true, hush)).toBeNull();
    expect(() => readTokenAnswer(answer(body))).toThrow(/something other than a JSON object/);
    expect(() => readTokenAnswer(answer(body))).not.toThrow(/h1dden/);
  });
});

describe('a refusal', () => {
  test.each([
    [400, { error: 'invalid_grant', error_description: 'r3fresh was revoked' }],
    [403, { error: 'invalid_grant' }],
    [200, { error: 'bad_refresh_token' }],
    [400, { message: 'Bad Request', errors: [{ resource: 'RefreshToken', field: 'refresh_token', code: 'invalid' }] }],
  ])('of the refresh token (%s) asks to sign in again', (status, body) => {
    expect(failure(body, status)).toMatchObject({
      code: 'unauthorized',
      status,
      message: expect.stringContaining('no longer accepts the refresh token'),
      advice: expect.stringContaining('enter the new refresh token'),
    });
    expect(JSON.stringify(failure(body, status))).not.toContain('r3fresh');
  });

  test.each([
    [401, { error: 'invalid_client' }],
    [400, { error: 'unauthorized_client' }],
    [400, { errors: [{ resource: 'Application', field: 'client_id', code: 'invalid' }] }],
  ])('of the client (%s) names the client', (status, body) => {
    expect(failure(body, status)).toMatchObject({ code: 'unauthorized', advice: expect.stringContaining('client secret') });
  });

  test('of the client as itself speaks of no refresh token', () => {
    expect(failure({ error: 'invalid_grant' }, 400, false)?.message).toBe(
      'auth.example.com refused the request for an access token (invalid_grant).',
    );
  });

  test.each([
    ['a server error', 503, { error: 'invalid_grant' }, 'server-error'],
    ['one that says itself that it passes', 400, { error: 'temporarily_unavailable' }, 'server-error'],
    ['too many calls', 429, {}, 'rate-limited'],
    ['a wrong address', 404, 'nothing here', 'not-found'],
    ['a wrong method', 405, '', 'not-found'],
    ['an unknown error', 400, { error: 'odd' }, 'unauthorized'],
    ['a scope', 400, { error: 'invalid_scope' }, 'unauthorized'],
    ['a bare 401', 401, '', 'unauthorized'],
    ['a bare 418', 418, '', 'client-error'],
  ])('%s has the code that says whether trying again helps', (_name, status, body, code) => {
    expect(failure(body, status)).toMatchObject({ code, status });
  });
});
