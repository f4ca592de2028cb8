import type { Page } from '@playwright/test';
import { expect, test } from './support.ts';

/** Asks the engine through the port of the page, as its client does. */
function preview(page: Page, sql: string): Promise<{ rows: unknown[][]; failure: { message: string } | null }> {
  return page.evaluate(
    (query) =>
      new Promise((resolve) => {
        const { freshetDesktop } = globalThis as unknown as { freshetDesktop: { connect(): void } };
        const onPort = (event: MessageEvent) => {
          const [port] = event.ports;
          if (port === undefined) return;
          window.removeEventListener('message', onPort);
          // The page itself speaks through the port too.
          port.addEventListener('message', ({ data }) => {
            const answer = JSON.parse(String(data)) as { i: string; p: { b: { json: { result: never } } } };
            if (answer.i === 'spec') resolve(answer.p.b.json.result);
          });
          port.start();
          port.postMessage(JSON.stringify({ i: 'spec', p: { u: '/panels/preview', b: { json: { query: { kind: 'sql', sql: query } } } } }));
        };
        window.addEventListener('message', onPort);
        freshetDesktop.connect();
      }),
    sql,
  );
}

test('the queries of panels run in utility processes, and one that runs on is killed', async ({ launchApp }) => {
  const { page } = await launchApp('--no-demo');
  await expect(page.getByRole('main')).toBeVisible();
  expect(await preview(page, 'SELECT 6 * 7')).toMatchObject({ rows: [[42]], failure: null });
  const runaway = 'WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT count(*) FROM t';
  expect((await preview(page, runaway)).failure?.message).toBe('This query took longer than 5 s, so it was ended.');
  expect(await preview(page, 'SELECT count(*) FROM sources')).toMatchObject({ rows: [[0]], failure: null });
});
