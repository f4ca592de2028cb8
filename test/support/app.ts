import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Wire } from './wire.ts';

const entry = fileURLToPath(new URL('../../out/main/serve.js', import.meta.url));

export interface Answer {
  status: number;
  body: Wire;
  headers: Headers;
}

/** The built app, served on a free port of this machine. */
export interface App {
  url: string;
  token: string;
  port: number;
  openUrl: string;
  dataFolder: string;
  process: ChildProcess;
  /** Everything that was printed on standard error. */
  errors(): string;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Ends it as Ctrl-C does; gives the exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
}

export interface AppOptions {
  dataFolder?: string;
  args?: string[];
  env?: Record<string, string>;
  /** A program with its arguments that becomes the app, such as one that changes what the app sees of the disk. */
  within?: string[];
  /** Told of the process before the app in it has started. Its fourth pipe, `stdio[3]`, carries what a file that was loaded before says. */
  onSpawn?: (child: ChildProcess) => void;
}

/** A data folder of its own, not removed by itself. */
export const newDataFolder = () => mkdtempSync(join(tmpdir(), 'freshet-app-'));

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Starts the built app as a user does. Rejects with what it printed when it ends instead of starting. */
export async function startApp({
  dataFolder = newDataFolder(),
  args = ['--no-demo'],
  env = {},
  within = [],
  onSpawn,
}: AppOptions = {}): Promise<App> {
  const command = [...within, process.execPath, entry, '--port', '0', '--data', dataFolder, '--no-open', '--json', ...args];
  const child = spawn(command[0] ?? '', command.slice(1), {
    env: { ...process.env, ...env },
    stdio: onSpawn === undefined ? 'pipe' : ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  onSpawn?.(child);
  let errors = '';
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('\n')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the app ended with ${code}: ${errors}`)));
  });
  const { url, token, port, openUrl } = JSON.parse(output.split('\n')[0] ?? '') as Pick<App, 'url' | 'token' | 'port' | 'openUrl'>;
  const call: App['call'] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text,
    };
  };
  const ended = async () => {
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return child.exitCode;
  };
  return {
    url,
    token,
    port,
    openUrl,
    dataFolder,
    process: child,
    errors: () => errors,
    call,
    get: (path) => call('GET', path),
    post: (path, body = {}) => call('POST', path, body),
    stop: () => {
      child.kill('SIGINT');
      return ended();
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended();
    },
  };
}

/** All pages of a list. */
export async function listAll(app: App, path: string): Promise<Wire[]> {
  const items: Wire[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body } = await app.get(
      `${path}${path.includes('?') ? '&' : '?'}limit=10000${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    items.push(...body.items);
    cursor = body.nextCursor;
  }
  return items;
}
