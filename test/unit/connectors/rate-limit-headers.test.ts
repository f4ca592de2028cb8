import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LearnedLimit, readPollInterval, readRateLimits } from '../../../src-main/connectors/rate-limit-headers.ts';

const NOW = Date.parse('2026-11-20T12:07:30.000Z');
const SECOND = 1_000;
const DAY = 86_400_000;

const NOTHING: LearnedLimit = {
  limit: null,
  remaining: null,
  used: null,
  resetsAt: null,
  per: null,
  windowMs: null,
  unit: 'calls',
  cost: null,
  name: null,
  source: '',
};

const read = (headers: Record<string, string>) => readRateLimits(new Headers(headers), NOW);
const limit = (told: Partial<LearnedLimit>): LearnedLimit => ({ ...NOTHING, ...told });

const cases: [name: string, headers: Record<string, string>, expected: Partial<LearnedLimit>[]][] = [
  ['nothing', { 'Content-Type': 'application/json' }, []],
  [
    'the draft, limit and policy of one name',
    { RateLimit: '"default";r=50;t=30', 'RateLimit-Policy': '"default";q=100;w=60' },
    [
      {
        limit: 100,
        remaining: 50,
        used: 50,
        resetsAt: NOW + 30 * SECOND,
        per: 'minute',
        windowMs: 60_000,
        name: 'default',
        source: 'ratelimit',
      },
    ],
  ],
  [
    'the draft, several policies of which one is near',
    { RateLimit: '"daily";r=5;t=3600', 'RateLimit-Policy': '"burst";q=100;w=60,"daily";q=1000;w=86400' },
    [
      { limit: 1000, remaining: 5, used: 995, resetsAt: NOW + 3_600_000, per: 'day', windowMs: DAY, name: 'daily', source: 'ratelimit' },
      { limit: 100, per: 'minute', windowMs: 60_000, name: 'burst', source: 'ratelimit-policy' },
    ],
  ],
  [
    'the draft, without a policy or a window',
    { RateLimit: '"default";r=999;pk=:dHJpYWwxMjEzMjM=:' },
    [{ remaining: 999, name: 'default', source: 'ratelimit' }],
  ],
  [
    'the draft as express-rate-limit sends it',
    { RateLimit: '"100-in-1min"; r=99; t=60', 'RateLimit-Policy': '"100-in-1min"; q=100; w=60; pk=:OTkyMmE4:' },
    [
      {
        limit: 100,
        remaining: 99,
        used: 1,
        resetsAt: NOW + 60_000,
        per: 'minute',
        windowMs: 60_000,
        name: '100-in-1min',
        source: 'ratelimit',
      },
    ],
  ],
  [
    'the draft, bytes and calls at once are no calls',
    {
      RateLimit: '"bytes";r=1;t=5, "conn";r=0',
      'RateLimit-Policy': '"bytes";q=65535;qu="content-bytes";w=10, "conn";q=2;qu="concurrent-requests"',
    },
    [],
  ],
  [
    'the draft, a unit of its own',
    { RateLimit: '"plan";r=90;t=60', 'RateLimit-Policy': '"plan";q=100;qu="tokens";w=3600' },
    [
      {
        limit: 100,
        remaining: 90,
        used: 10,
        resetsAt: NOW + 60_000,
        per: 'hour',
        windowMs: 3_600_000,
        unit: 'credits',
        name: 'plan',
        source: 'ratelimit',
      },
    ],
  ],
  ['the draft, malformed as a whole', { RateLimit: '"default";r=50;t=30,' }, []],
  ['the draft, without the required part', { RateLimit: '"default";t=30' }, []],
  [
    'draft 07',
    { RateLimit: 'limit=100, remaining=99, reset=3000', 'RateLimit-Policy': '10;w=1, 100;w=3600' },
    [
      { limit: 100, remaining: 99, used: 1, resetsAt: NOW + 3_000_000, per: 'hour', windowMs: 3_600_000, source: 'ratelimit' },
      { limit: 10, per: 'second', windowMs: 1_000, source: 'ratelimit-policy' },
    ],
  ],
  [
    'draft 06',
    { 'RateLimit-Limit': '100', 'RateLimit-Remaining': '40', 'RateLimit-Reset': '20', 'RateLimit-Policy': '100;w=60;comment="sliding"' },
    [{ limit: 100, remaining: 40, used: 60, resetsAt: NOW + 20 * SECOND, per: 'minute', windowMs: 60_000, source: 'ratelimit-limit' }],
  ],
  [
    'draft 02, the policies after the limit',
    { 'RateLimit-Limit': '10, 10;w=1, 50;w=60, 5000;w=86400', 'RateLimit-Remaining': '0', 'RateLimit-Reset': '1' },
    [
      { limit: 10, remaining: 0, used: 10, resetsAt: NOW + SECOND, per: 'second', windowMs: 1_000, source: 'ratelimit-limit' },
      { limit: 50, per: 'minute', windowMs: 60_000, source: 'ratelimit-limit' },
      { limit: 5000, per: 'day', windowMs: DAY, source: 'ratelimit-limit' },
    ],
  ],
  [
    'Docker Hub',
    { 'RateLimit-Limit': '100;w=21600', 'RateLimit-Remaining': '76;w=21600' },
    [{ limit: 100, remaining: 76, used: 24, windowMs: 21_600_000, source: 'ratelimit-limit' }],
  ],
  [
    'GitLab',
    {
      'RateLimit-Limit': '60',
      'RateLimit-Name': 'throttle_authenticated_web',
      'RateLimit-Observed': '67',
      'RateLimit-Remaining': '0',
      'RateLimit-Reset': String(NOW / SECOND + 30),
    },
    [{ limit: 60, remaining: 0, used: 67, resetsAt: NOW + 30 * SECOND, name: 'throttle_authenticated_web', source: 'ratelimit-limit' }],
  ],
  [
    'GitHub',
    {
      'x-ratelimit-limit': '5000',
      'x-ratelimit-remaining': '4987',
      'x-ratelimit-used': '13',
      'x-ratelimit-resource': 'core',
      'x-ratelimit-reset': String(NOW / SECOND + 1800),
    },
    [{ limit: 5000, remaining: 4987, used: 13, resetsAt: NOW + 1_800_000, name: 'core', source: 'x-ratelimit-limit' }],
  ],
  [
    'Envoy',
    { 'x-ratelimit-limit': '10, 10;w=60;name="per-key"', 'x-ratelimit-remaining': '9', 'x-ratelimit-reset': '48' },
    [{ limit: 10, remaining: 9, used: 1, resetsAt: NOW + 48 * SECOND, per: 'minute', windowMs: 60_000, source: 'x-ratelimit-limit' }],
  ],
  [
    'Strava, all calls and those that read',
    {
      'X-RateLimit-Limit': '200,2000',
      'X-RateLimit-Usage': '12,340',
      'X-ReadRateLimit-Limit': '100, 1000',
      'X-ReadRateLimit-Usage': '110, 340',
    },
    [
      {
        limit: 200,
        remaining: 188,
        used: 12,
        resetsAt: Date.parse('2026-11-20T12:15:00Z'),
        per: 'quarter-hour',
        windowMs: 900_000,
        source: 'x-ratelimit-limit',
      },
      {
        limit: 2000,
        remaining: 1660,
        used: 340,
        resetsAt: Date.parse('2026-11-21T00:00:00Z'),
        per: 'day',
        windowMs: DAY,
        source: 'x-ratelimit-limit',
      },
      {
        limit: 100,
        remaining: 0,
        used: 110,
        resetsAt: Date.parse('2026-11-20T12:15:00Z'),
        per: 'quarter-hour',
        windowMs: 900_000,
        source: 'x-readratelimit-limit',
      },
      {
        limit: 1000,
        remaining: 660,
        used: 340,
        resetsAt: Date.parse('2026-11-21T00:00:00Z'),
        per: 'day',
        windowMs: DAY,
        source: 'x-readratelimit-limit',
      },
    ],
  ],
  [
    'The Odds API',
    { 'x-requests-remaining': '494', 'x-requests-used': '6', 'x-requests-last': '2' },
    [{ limit: 500, remaining: 494, used: 6, per: 'month', unit: 'credits', cost: 2, source: 'x-requests-remaining' }],
  ],
  [
    'The Odds API, overdrawn',
    { 'x-requests-remaining': '-5', 'x-requests-used': '505', 'x-requests-last': '10' },
    [{ limit: 500, remaining: 0, used: 505, per: 'month', unit: 'credits', cost: 10, source: 'x-requests-remaining' }],
  ],
  [
    'the same in the standard and with the X',
    {
      RateLimit: '"a";r=9;t=60',
      'RateLimit-Policy': '"a";q=10;w=60',
      'X-RateLimit-Limit': '10',
      'X-RateLimit-Remaining': '9',
      'X-RateLimit-Reset': '60',
    },
    [{ limit: 10, remaining: 9, used: 1, resetsAt: NOW + 60_000, per: 'minute', windowMs: 60_000, name: 'a', source: 'ratelimit' }],
  ],
  [
    'a negative remainder',
    { 'X-RateLimit-Limit': '10', 'X-RateLimit-Remaining': '-3' },
    [{ limit: 10, remaining: 0, used: 10, source: 'x-ratelimit-limit' }],
  ],
  [
    'more left than there is',
    { 'X-RateLimit-Limit': '10', 'X-RateLimit-Remaining': '12' },
    [{ limit: 10, remaining: 10, used: 0, source: 'x-ratelimit-limit' }],
  ],
  ['no metering told as 0', { 'X-RateLimit-Limit': '0', 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': '0' }, []],
  ['no metering told as -1', { 'X-RateLimit-Limit': '-1', 'X-RateLimit-Remaining': '-1' }, []],
  [
    'no metering told as the largest number',
    { 'X-RateLimit-Limit': '9223372036854775807', 'X-RateLimit-Remaining': '9223372036854775807' },
    [],
  ],
  ['words', { 'X-RateLimit-Limit': 'unlimited', 'X-RateLimit-Remaining': 'many', 'X-RateLimit-Reset': 'soon' }, []],
  ['a reset alone teaches nothing', { 'X-RateLimit-Reset': '60' }, []],
];

test.each(cases)('%s', (_name, headers, expected) => {
  expect(read(headers)).toEqual(expected.map(limit));
});

test.each([
  ['30', NOW + 30_000],
  ['0.5', NOW + 500],
  ['0.0004', NOW + 1],
  ['0', NOW],
  ['-20', NOW],
  ['2592000', NOW + 30 * DAY],
  ['99999999', NOW + 31 * DAY],
  [String(NOW / SECOND + 600), NOW + 600_000],
  [`${NOW / SECOND + 600}.25`, NOW + 600_250],
  [String(NOW + 600_000), NOW + 600_000],
  ['1000000000', NOW],
  ['4102444800', NOW + 31 * DAY],
  ['4102444800000', NOW + 31 * DAY],
  ['1795176450000000', null],
  ['2026-11-20T12:10:00.000Z', Date.parse('2026-11-20T12:10:00Z')],
  ['2026-11-20 12:10:00', Date.parse('2026-11-20T12:10:00Z')],
  ['2026-11-20T13:10:00+01:00', Date.parse('2026-11-20T12:10:00Z')],
  ['Fri, 20 Nov 2026 12:10:00 GMT', Date.parse('2026-11-20T12:10:00Z')],
  ['Fri, 20 Nov 2026 11:00:00 GMT', NOW],
  ['soon', null],
  ['6m0s', null],
  ['', null],
])('X-RateLimit-Reset: %s', (reset, expected) => {
  expect(read({ 'X-RateLimit-Remaining': '1', 'X-RateLimit-Reset': reset })[0]?.resetsAt).toBe(expected);
});

test.each([
  ['60', 60_000],
  ['0', 0],
  ['-5', 0],
  ['9999999', DAY],
  ['often', null],
  ['', null],
])('X-Poll-Interval: %s', (text, expected) => {
  expect(readPollInterval(new Headers({ 'X-Poll-Interval': text }))).toBe(expected);
});

test('no X-Poll-Interval', () => {
  expect(readPollInterval(new Headers())).toBeNull();
});

test('whatever the headers hold, nothing throws and every value is one to rely on', () => {
  const names = [
    'ratelimit',
    'ratelimit-policy',
    'ratelimit-limit',
    'ratelimit-remaining',
    'ratelimit-reset',
    'x-ratelimit-limit',
    'x-ratelimit-remaining',
    'x-ratelimit-reset',
    'x-ratelimit-used',
    'x-ratelimit-usage',
    'x-ratelimit-resource',
    'x-readratelimit-limit',
    'x-readratelimit-usage',
    'x-requests-remaining',
    'x-requests-used',
    'x-requests-last',
    'x-poll-interval',
  ];
  const number = fc.oneof(fc.integer().map(String), fc.double().map(String), fc.bigInt().map(String));
  const value = fc.oneof(
    fc.stringMatching(/^[ -~]{0,30}$/),
    number,
    fc.array(number, { maxLength: 4 }).map((each) => each.join(',')),
    fc.tuple(number, number).map(([first, second]) => `"a";r=${first};t=${second};q=${first};w=${second}`),
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), value), (given) => {
      const headers = new Headers(given);
      for (const each of readRateLimits(headers, NOW)) {
        for (const count of [each.limit, each.remaining, each.used, each.windowMs]) {
          if (count !== null) expect(Number.isInteger(count) && count >= 0).toBe(true);
        }
        if (each.limit !== null) expect(each.limit).toBeGreaterThanOrEqual(1);
        if (each.limit !== null && each.remaining !== null) expect(each.remaining).toBeLessThanOrEqual(each.limit);
        if (each.cost !== null) expect(each.cost).toBeGreaterThanOrEqual(0);
        if (each.resetsAt !== null) {
          expect(Number.isInteger(each.resetsAt)).toBe(true);
          expect(each.resetsAt).toBeGreaterThanOrEqual(NOW);
          expect(each.resetsAt).toBeLessThanOrEqual(NOW + 31 * DAY);
        }
        expect(headers.has(each.source) || each.source.endsWith('-limit') || each.source === 'x-requests-remaining').toBe(true);
      }
      const poll = readPollInterval(headers);
      if (poll !== null) expect(poll).toBeLessThanOrEqual(DAY);
    }),
    { numRuns: 2_000 },
  );
});
