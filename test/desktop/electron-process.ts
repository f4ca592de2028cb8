import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron } from '@playwright/test';
import type { MainFunction, RunningApp, StartOptions } from './running-app.ts';
import { root } from './running-app.ts';

/** The path of Electron's binary; `null` where it was not fetched. Not `require('electron')`, which would try to fetch it. */
export function electronBinary(): string | null {
  const folder = join(root, 'node_modules/electron');
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const path = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'), readFileSync(pathFile, 'utf8'));
  return existsSync(path) ? path : null;
}

/** Starts the built app on Electron itself. */
export async function startElectron(executablePath: string, { folder, args, env }: StartOptions): Promise<RunningApp> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const electron = await _electron.launch({
    executablePath,
    args: [join(root, 'out/main/main.js'), '--data', folder, ...args],
    cwd: root,
    env: { ...Object.fromEntries(inherited), ...env },
  });
  const child = electron.process();
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    standIn: false,
    page: () => electron.firstWindow(),
    evaluate: <Result, Argument>(run: MainFunction<Result, Argument>, argument?: Argument) =>
      electron.evaluate<Result, unknown>(run as MainFunction<Result, unknown>, argument),
    exited,
    output: () => output,
    async end() {
      if (child.exitCode === null) child.kill('SIGTERM');
      const killer = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await exited;
      clearTimeout(killer);
    },
  };
}
