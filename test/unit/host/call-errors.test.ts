import { ORPCError, ValidationError } from '@orpc/server';
import { expect, test } from 'vitest';
import { Problem } from '../../../src-main/engine/calls/problem.ts';
import { asCallError } from '../../../src-main/host/call-errors.ts';
import { QueryTimeout } from '../../../src-main/store/query-limit.ts';

test('a problem keeps its words and gets its status', () => {
  const error = asCallError(new Problem('CONFLICT', 'It is there already.', 'Choose another.'), () => undefined);
  expect(error).toMatchObject({ code: 'CONFLICT', status: 409, message: 'It is there already.', data: { advice: 'Choose another.' } });
});

test('a query that took too long says so, with what to do, and is no failure of ours', () => {
  const reported: unknown[] = [];
  expect(asCallError(new QueryTimeout(5_000), (error) => reported.push(error))).toMatchObject({
    code: 'TIMEOUT',
    status: 503,
    message: 'This query took longer than 5 s, so it was ended.',
    data: { advice: expect.stringContaining('Ask for less') },
  });
  expect(reported).toEqual([]);
});

test('values that are not accepted name their fields', () => {
  const cause = new ValidationError({
    message: 'x',
    issues: [
      { message: 'not a URL', path: ['url'] },
      { message: 'too long', path: ['paging', { key: 'size' }] },
    ],
    data: {},
  });
  expect(asCallError(new ORPCError('BAD_REQUEST', { cause }), () => undefined)).toMatchObject({
    code: 'UNPROCESSABLE',
    message: 'url: not a URL, and 1 more',
    data: {
      problems: [
        { path: 'url', message: 'not a URL' },
        { path: 'paging.size', message: 'too long' },
      ],
    },
  });
});

test('a mistake of ours is reported', () => {
  const reported: unknown[] = [];
  const mistake = new TypeError('x');
  expect(asCallError(mistake, (error) => reported.push(error))).toMatchObject({
    code: 'INTERNAL_SERVER_ERROR',
    message: 'Freshet failed at this: x',
  });
  expect(reported).toEqual([mistake]);
});

test('a full disk is told as that', () => {
  const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  expect(asCallError(full, () => undefined)).toMatchObject({
    status: 500,
    message: expect.stringContaining('The disk is full'),
    data: { advice: expect.stringContaining('Free some space') },
  });
});
