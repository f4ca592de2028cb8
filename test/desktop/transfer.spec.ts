import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { configureOdds } from './odds.ts';
import { expect, test } from './support.ts';

test('--export writes the workspace while the app runs, without a window, and ends with code 0', async ({
  folder,
  launchApp,
  startApp,
  upstream,
}) => {
  await configureOdds(folder, upstream);
  const app = await launchApp('--no-demo');
  await expect(app.page.getByTestId('source-row-odds').getByTestId('state-chip')).toHaveAttribute('data-state', 'fresh');
  const file = join(folder, 'all.ndjson.gz');

  const exporting = await startApp('--export', file, '--json');
  expect(await exporting.exited).toBe(0);
  expect(JSON.parse(exporting.output().trim())).toEqual({ file, bytes: (await stat(file)).size });
  // The running window was not disturbed, as a second start of the app would.
  expect(await app.windows()).toHaveLength(1);

  const refused = await startApp('--import', file);
  expect(await refused.exited).toBe(3);
  expect(refused.output()).toContain('already running');
  await app.quit();
  const imported = await startApp('--import', file);
  expect(await imported.exited).toBe(0);
  expect(imported.output()).toContain('odds: ');
});

test('an export or import that cannot be done says why and ends with code 1', async ({ folder, startApp }) => {
  const file = join(folder, 'broken.ndjson.gz');
  await writeFile(file, 'no export');
  for (const [args, words] of [
    [['--import', file], 'no export of Freshet'],
    [['--export', file], 'is there already'],
  ] as const) {
    const app = await startApp(...args);
    expect(await app.exited, args.join(' ')).toBe(1);
    expect(app.output()).toContain(words);
  }
});
