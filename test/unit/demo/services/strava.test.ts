import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { firstRefreshToken } from '../../../../src-main/demo/services/strava-sign-in.ts';
import { type Demo, FRIDAY, startDemo } from '../../../support/demo.ts';
import type { Wire } from '../../../support/wire.ts';

const SEED = 7;
const HOUR_MS = 3_600_000;
const CLIENT = { client_id: '4711', client_secret: 'demo-secret' };
const BACK = 'http://127.0.0.1:9/back';

const token = (demo: Demo, fields: Record<string, string>) =>
  demo.call(
    'strava',
    '/oauth/token',
    { 'content-type': 'application/x-www-form-urlencoded' },
    { method: 'POST', body: new URLSearchParams(fields).toString() },
  );

const renew = (demo: Demo, refreshToken: string) => token(demo, { ...CLIENT, grant_type: 'refresh_token', refresh_token: refreshToken });

async function signedIn(demo: Demo): Promise<{ authorization: string }> {
  const { body } = await renew(demo, firstRefreshToken(SEED));
  return { authorization: `Bearer ${body.access_token}` };
}

const activities = (demo: Demo, headers: Record<string, string>, query = '') =>
  demo.call('strava', `/api/v3/athlete/activities${query}`, headers);

/** Goes through the page on which access is allowed; gives where it leads. */
async function authorized(demo: Demo, query: Record<string, string>, decision = 'allow'): Promise<URL> {
  const asked = new URLSearchParams({ client_id: '4711', redirect_uri: BACK, response_type: 'code', ...query });
  const page = await demo.call('strava', `/oauth/authorize?${asked}`);
  expect(page.headers.get('content-type')).toContain('text/html');
  const link = [...String(page.body).matchAll(/href="([^"]+)"/g)].map(([, each]) => each!.replaceAll('&#38;', '&'));
  const answer = await demo.call('strava', `/oauth/authorize${link.find((each) => each.includes(`decision=${decision}`))}`);
  expect(answer.status).toBe(302);
  return new URL(answer.headers.get('location') ?? '');
}

test('access is allowed on a page, and the code is exchanged once for tokens of six hours', async () => {
  const demo = await startDemo();
  const back = await authorized(demo, { scope: 'read,activity:read', state: 'abc' });
  expect([back.origin + back.pathname, back.searchParams.get('state')]).toEqual([BACK, 'abc']);
  const code = back.searchParams.get('code') ?? '';
  const fields = { ...CLIENT, grant_type: 'authorization_code', code };
  const { status, body } = await token(demo, fields);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    token_type: 'Bearer',
    expires_in: 21_600,
    expires_at: FRIDAY / 1000 + 21_600,
    athlete: { firstname: 'Ada' },
  });
  const again = await token(demo, fields);
  expect([again.status, again.body.errors]).toEqual([400, [{ resource: 'AuthorizationCode', field: 'code', code: 'invalid' }]]);
  expect((await activities(demo, { authorization: `Bearer ${body.access_token}` })).status).toBe(200);
});

test('who presses Cancel comes back with access_denied, and a stranger’s address is never gone to', async () => {
  const demo = await startDemo();
  const back = await authorized(demo, { scope: 'read' }, 'deny');
  expect(back.searchParams.get('error')).toBe('access_denied');
  const query = new URLSearchParams({ client_id: '4711', redirect_uri: 'https://evil.example/', response_type: 'code', scope: 'read' });
  const refused = await demo.call('strava', `/oauth/authorize?${query}&decision=allow`);
  expect([refused.status, refused.body.errors[0].field]).toEqual([400, 'redirect_uri']);
});

test('with PKCE the verifier takes the place of the secret, and a wrong one does not', async () => {
  const demo = await startDemo();
  const verifier = 'a'.repeat(43);
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const back = await authorized(demo, { scope: 'activity:read', code_challenge: challenge, code_challenge_method: 'S256' });
  const fields = { client_id: '4711', grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '' };
  expect((await token(demo, fields)).status).toBe(400);
  expect((await token(demo, { ...fields, code_verifier: 'b'.repeat(43) })).status).toBe(400);
  expect((await token(demo, { ...fields, code_verifier: verifier })).status).toBe(200);
});

test('a refresh token is replaced at each renewal, and the one before is no longer accepted', async () => {
  const demo = await startDemo();
  const first = firstRefreshToken(SEED);
  const second = (await renew(demo, first)).body.refresh_token;
  expect(second).not.toBe(first);
  expect((await renew(demo, second)).status).toBe(200);
  const old = await renew(demo, first);
  expect([old.status, old.body]).toEqual([
    400,
    { message: 'Bad Request', errors: [{ resource: 'RefreshToken', field: 'refresh_token', code: 'invalid' }] },
  ]);
  const stranger = await token(demo, { ...CLIENT, client_id: '1', grant_type: 'refresh_token', refresh_token: second });
  expect(stranger.body.errors[0]).toEqual({ resource: 'Application', field: 'client_id', code: 'invalid' });
});

test('an access token that ended, or none, is refused in the documented form', async () => {
  const demo = await startDemo();
  const headers = await signedIn(demo);
  demo.now += 6 * HOUR_MS;
  const errors = [{ resource: 'Athlete', field: 'access_token', code: 'invalid' }];
  for (const each of [headers, {}]) {
    const reply = await activities(demo, each);
    expect([reply.status, reply.body]).toEqual([401, { message: 'Authorization Error', errors }]);
  }
});

test('the list goes by pages, before and after a moment', async () => {
  const demo = await startDemo();
  const headers = await signedIn(demo);
  const first = (await activities(demo, headers)).body;
  expect(first).toHaveLength(30);
  const times = first.map(({ start_date: at }: Wire) => at);
  expect(times).toEqual([...times].sort().reverse());
  const second = (await activities(demo, headers, '?page=2&per_page=10')).body;
  expect(second).toEqual(first.slice(10, 20));
  expect((await activities(demo, headers, '?page=99&per_page=200')).body).toEqual([]);
  const middle = Date.parse(times[5]) / 1000;
  const after = (await activities(demo, headers, `?after=${middle}`)).body;
  expect(after.map(({ id }: Wire) => id)).toEqual(
    first
      .slice(0, 5)
      .map(({ id }: Wire) => id)
      .reverse(),
  );
  const before = (await activities(demo, headers, `?before=${middle}&per_page=3`)).body;
  expect(before.map(({ id }: Wire) => id)).toEqual(first.slice(6, 9).map(({ id }: Wire) => id));
  const refused = await activities(demo, headers, '?per_page=201');
  expect([refused.status, refused.body.errors[0].field]).toEqual([400, 'per_page']);
});

test('the details hold what the list does not: the whole way, a description, calories and photos', async () => {
  const demo = await startDemo();
  const headers = await signedIn(demo);
  const { body } = await activities(demo, headers, '?per_page=100');
  const ride = body.find(({ type, commute }: Wire) => type === 'Ride' && !commute);
  for (const field of ['description', 'calories', 'photos', 'splits_metric']) expect(ride).not.toHaveProperty(field);
  expect(ride.map).not.toHaveProperty('polyline');
  const { body: details } = await demo.call('strava', `/api/v3/activities/${ride.id}`, headers);
  expect(details).toMatchObject({ id: ride.id, name: ride.name, resource_state: 3, description: expect.any(String) });
  expect(details.map.polyline.length).toBeGreaterThan(2 * details.map.summary_polyline.length);
  const missing = await demo.call('strava', '/api/v3/activities/12', headers);
  expect([missing.status, missing.body.errors[0]]).toEqual([404, { resource: 'Activity', field: 'id', code: 'not found' }]);
  const comments = await Promise.all(
    body
      .filter(({ comment_count: count }: Wire) => count > 0)
      .slice(0, 3)
      .map(async ({ id, comment_count: count }: Wire) => [
        count,
        (await demo.call('strava', `/api/v3/activities/${id}/comments`, headers)).body,
      ]),
  );
  for (const [count, list] of comments) expect(list).toHaveLength(count);
});

test('both windows are told with every answer, the quarter hour turns over by the clock, and a refused call counts for the day', async () => {
  const demo = await startDemo();
  demo.now = Date.parse('2026-11-20T14:07:00Z');
  const headers = await signedIn(demo);
  const limits = (reply: { headers: Headers }) => ['limit', 'usage'].map((name) => reply.headers.get(`x-readratelimit-${name}`));
  const first = await demo.call('strava', '/api/v3/athlete', headers);
  expect(limits(first)).toEqual(['100,1000', '1,1']);
  expect(first.headers.get('x-ratelimit-limit')).toBe('200,2000');
  for (let call = 2; call <= 100; call += 1) await demo.call('strava', '/api/v3/athlete', headers);
  const refused = await demo.call('strava', '/api/v3/athlete', headers);
  expect([refused.status, limits(refused)[1]]).toEqual([429, '101,101']);
  expect(refused.body).toEqual({
    message: 'Rate Limit Exceeded',
    errors: [{ resource: 'Application', field: 'rate limit', code: 'exceeded' }],
  });
  demo.now = Date.parse('2026-11-20T14:15:00Z');
  const next = await demo.call('strava', '/api/v3/athlete', headers);
  expect([next.status, limits(next)[1]]).toEqual([200, '1,102']);
});

test('an activity appears when it is over, and gathers kudos in the hours after it', async () => {
  const demo = await startDemo();
  const newest = async () => (await activities(demo, await signedInAnew(demo), '?per_page=200')).body as Wire[];
  const before = await newest();
  demo.now += 24 * HOUR_MS;
  const after = await newest();
  const known = new Set(before.map(({ id }) => id));
  expect(after.filter(({ id }) => !known.has(id)).length).toBeGreaterThan(0);
  const kudos = (list: Wire[]) => list.filter(({ id }) => known.has(id)).reduce((sum: number, { kudos_count: count }) => sum + Number(count), 0);
  expect(kudos(after)).toBeGreaterThan(kudos(before.filter(({ id }) => after.some((each) => each.id === id))));
});

/** Signs in through the page: the grant of the demo's own sources is used up by the first renewal. */
async function signedInAnew(demo: Demo): Promise<{ authorization: string }> {
  const back = await authorized(demo, { scope: 'activity:read' });
  const { body } = await token(demo, { ...CLIENT, grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '' });
  return { authorization: `Bearer ${body.access_token}` };
}
