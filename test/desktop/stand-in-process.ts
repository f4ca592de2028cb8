import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import type { MainFunction, RunningApp, StartOptions } from './running-app.ts';
import { root } from './running-app.ts';
import type { FromStandIn } from './stand-in/control.ts';

/** npm scripts run on the Node from devDependencies; a spec that is started by hand may run on another. */
export const node = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
const register = new URL('./stand-in/register.ts', import.meta.url).href;

/** Runs functions in the main process, over Node's own channel. */
function talkTo(child: ChildProcess): RunningApp['evaluate'] {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  child.on('message', (answer: FromStandIn) => {
    if ('browserPort' in answer) return;
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('error' in answer) asked?.reject(new Error(answer.error));
    else asked?.resolve(answer.value);
  });
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('The app ended before it answered.'));
  });
  return <Result, Argument>(run: MainFunction<Result, Argument>, argument?: Argument) =>
    new Promise<Result>((resolve, reject) => {
      const id = (lastId += 1);
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      child.send({ id, source: run.toString(), argument }, (error) => {
        if (error !== null) reject(error);
      });
    });
}

/** Connects to the Chromium of the stand-in and returns its first window's page. */
async function firstPage(child: ChildProcess): Promise<Page> {
  const port = await new Promise<number>((resolve, reject) => {
    child.on('message', (message: FromStandIn) => {
      if ('browserPort' in message) resolve(message.browserPort);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The app ended (${code ?? 'by a signal'}) before it had a window.`)));
  });
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const page = browser.contexts()[0]!.pages()[0]!;
  await page.waitForURL((url) => url.protocol === 'https:', { waitUntil: 'commit' });
  return page;
}

/** Starts the built app under Node with the stand-in in Electron's place. */
export function startStandIn({ folder, args, env }: StartOptions): RunningApp {
  const child = spawn(node, ['--import', register, join(root, 'out/main/main.js'), '--data', folder, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  const exited = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
    // A process that could not be started does not end either.
    child.once('error', () => resolve(null));
  });
  // Asked for at once, because what the stand-in says of it is said once.
  const page = firstPage(child);
  page.catch(() => {});
  return {
    standIn: true,
    page: () => page,
    evaluate: talkTo(child),
    exited,
    output: () => output,
    async end() {
      child.kill('SIGTERM');
      const killer = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await exited;
      clearTimeout(killer);
    },
  };
}
