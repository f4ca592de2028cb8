import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pageResponse } from '../../../src-main/host/page.ts';
import { tempFolder } from '../../support/temp-folder.ts';

function site(): string {
  const folder = join(tempFolder(), 'renderer');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">');
  writeFileSync(join(folder, 'assets', 'a-1.js'), 'x');
  writeFileSync(join(folder, '..', 'secret.html'), 'secret');
  return folder;
}

test('the page carries a nonce of its own each time, the one in its policy', async () => {
  const folder = site();
  const [one, two] = [await pageResponse('/', folder), await pageResponse('/index.html', folder)];
  const nonce = (page: typeof one) => /content="([^"]+)"/.exec(Buffer.from(page.body).toString())?.[1];
  expect(one.headers['content-security-policy']).toContain(`'nonce-${nonce(one)}'`);
  expect(nonce(one)).not.toBe(nonce(two));
  expect(one.headers['content-security-policy']).not.toContain('unsafe');
});

test('built files may be kept for ever', async () => {
  expect((await pageResponse('/assets/a-1.js', site())).headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': expect.stringContaining('immutable'),
  });
});

test.each([
  '/../secret.html',
  '/%2e%2e/secret.html',
  '/..%2fsecret.html',
  '/assets/../../secret.html',
  '/none.js',
  '/assets',
  '/a%00.html',
  '/.env',
])('%s gives nothing away', async (path) => {
  const { status, body } = await pageResponse(path, site());
  expect(status).toBe(404);
  expect(Buffer.from(body).toString()).not.toContain('secret');
});

test('an address that cannot be read is refused', async () => {
  expect((await pageResponse('/%zz', site())).status).toBe(400);
});
