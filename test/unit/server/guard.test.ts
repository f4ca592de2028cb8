import { expect, test } from 'vitest';
import { refuseForeign, refuseStranger } from '../../../src-main/server/guard.ts';

test.each([
  ['127.0.0.1:4477', undefined, null],
  ['localhost:4477', 'http://localhost:4477', null],
  ['[::1]:4477', 'http://127.0.0.1:4477', null],
  ['LOCALHOST:4477', undefined, null],
  ['evil.example:4477', undefined, 'FOREIGN_HOST'],
  ['127.0.0.1', undefined, 'FOREIGN_HOST'],
  ['127.0.0.1:80', undefined, 'FOREIGN_HOST'],
  [undefined, undefined, 'FOREIGN_HOST'],
  ['127.0.0.1:4477', 'https://evil.example', 'FOREIGN_ORIGIN'],
  ['127.0.0.1:4477', 'null', 'FOREIGN_ORIGIN'],
  ['127.0.0.1:4477', 'http://127.0.0.1:4478', 'FOREIGN_ORIGIN'],
  ['127.0.0.1:4477', 'https://127.0.0.1:4477', 'FOREIGN_ORIGIN'],
])('Host %s with Origin %s', (host, origin, code) => {
  expect(refuseForeign({ ...(host === undefined ? {} : { host }), ...(origin === undefined ? {} : { origin }) }, 4477)?.code ?? null).toBe(
    code,
  );
});

test.each([
  ['Bearer right', null],
  ['bearer right', null],
  ['Bearer wrong', 'TOKEN_WRONG'],
  ['Bearer righ', 'TOKEN_WRONG'],
  ['Basic cmlnaHQ=', 'TOKEN_MISSING'],
  ['', 'TOKEN_MISSING'],
])('Authorization: %s', (authorization, code) => {
  expect(refuseStranger({ authorization }, 'right')?.code ?? null).toBe(code);
});
