import type { Page } from '@playwright/test';
import { expect, test } from './support.ts';

/** Asks the engine through a port of the page's own, as its client does. */
function preview(page: Page, sql: string): Promise<{ rows: unknown[][]; failure: { message: string } | null }> {
  return page.evaluate(
    (query) =>
      new Promise((resolve) => {
        const { freshetDesktop } = globalThis as unknown as { freshetDesktop: { connect(): void } };
        window.addEventListener('message', (event) => {
          const [port] = event.ports;
          if (port === undefined) return;
          port.onmessage = ({ data }) => {
            const answer = JSON.parse(String(data)) as { p: { b: { json: { result: never } } } };
            resolve(answer.p.b.json.result);
          };
          port.postMessage(JSON.stringify({ i: '1', p: { u: '/panels/preview', b: { json: { query: { kind: 'sql', sql: query } } } } }));
        });
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
