import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { DesktopApp } from './desktop-app.ts';
import { root } from './running-app.ts';
import { node } from './stand-in-process.ts';
import { expect, test } from './support.ts';

async function endEngine(app: DesktopApp): Promise<void> {
  test.skip(!app.running.standIn, 'the main process of Electron does not let go of the threads that it has started');
  await app.running.evaluate(() => {
    const engine = globalThis.standInThreads.find(({ threadName }) => threadName === 'freshet engine');
    // The answer has to leave before the app ends.
    setImmediate(() => void engine?.terminate());
  });
}

test('an engine that dies is reported, and Quit ends the app with code 1', async ({ launchApp }) => {
  const app = await launchApp('--no-demo');
  // There once the engine has spoken.
  await expect(app.page.getByTestId('freshness-line')).toBeVisible();
  await app.answerDialogs(1);
  await endEngine(app);
  expect(await app.running.exited).toBe(1);
  expect(app.running.output()).not.toContain('relaunch requested');
});

test('an engine that dies is reported, and Start again starts the app again', async ({ launchApp }) => {
  const app = await launchApp('--no-demo');
  await expect(app.page.getByTestId('freshness-line')).toBeVisible();
  await app.answerDialogs(0);
  await endEngine(app);
  expect(await app.running.exited).toBe(0);
  expect(app.running.output()).toContain('relaunch requested');
});

test('a page that dies is reported, while the engine goes on; Quit ends the app with code 0', async ({ launchApp }) => {
  const app = await launchApp('--no-demo');
  await expect(app.page.getByRole('main')).toBeVisible();
  await app.answerDialogs(1);
  const session = await app.page.context().newCDPSession(app.page);
  // The answer never comes: whoever should give it is dead.
  session.send('Page.crash').catch(() => {});
  expect(await app.running.exited).toBe(0);
});

test('a data folder that is served already is not opened a second time, and the user is told where it is', async ({ folder, startApp }) => {
  const server = spawn(node, [join(root, 'out/main/serve.js'), '--data', folder, '--port', '0', '--no-open', '--no-demo', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit');
  try {
    const [line] = (await once(server.stdout, 'data')) as [Buffer];
    const { port } = JSON.parse(line.toString('utf8')) as { port: number };
    const app = await startApp('--no-demo');
    test.skip(!app.standIn, 'on a desktop the dialog waits for somebody to close it');
    expect(await app.exited).toBe(1);
    expect(app.output()).toContain('Freshet is already running on this data folder');
    expect(app.output()).toContain(`(process ${server.pid}): http://127.0.0.1:${port}`);
  } finally {
    server.kill('SIGTERM');
    await ended;
  }
});
