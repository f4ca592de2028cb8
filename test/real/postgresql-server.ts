import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { findProgram, freePort } from './programs.ts';

const DEBIAN = '/usr/lib/postgresql';

/** The folder of the programs of a PostgreSQL server; `null` when none is installed. Debian does not put them on the path. */
export function findServer(): string | null {
  const initdb = findProgram('initdb');
  if (initdb !== null) return join(initdb, '..');
  try {
    const [newest] = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a));
    return newest === undefined ? null : join(DEBIAN, newest, 'bin');
  } catch {
    return null;
  }
}

/** The server refuses to run as root; then it runs as the user that its package made. */
function userOf(): { uid: number; gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** A PostgreSQL server of its own on a free port, with a user `owner` whose password is `password`. */
export interface Server {
  port: number;
  password: string;
  /** Runs statements as its owner. */
  sql(...statements: string[]): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a server with an empty database, TLS included. Rejects with what it printed when it ends instead. */
export async function startServer(bin: string): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'freshet-postgresql-'));
  const user = userOf();
  const password = 'pl4nted-passw0rd';
  const file = join(folder, 'password');
  writeFileSync(file, password);
  if (user.uid !== undefined) for (const path of [folder, file]) chownSync(path, user.uid, user.gid);
  const data = join(folder, 'data');
  const run = (program: string, args: string[]) => execFileSync(program, args, { ...user, cwd: folder, stdio: 'pipe' });
  run(join(bin, 'initdb'), ['-D', data, '-U', 'owner', `--pwfile=${file}`, '-A', 'scram-sha-256', '--no-sync']);
  const [key, certificate] = [join(data, 'server.key'), join(data, 'server.crt')];
  run('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '1',
    '-subj',
    '/CN=localhost',
    '-keyout',
    key,
    '-out',
    certificate,
  ]);
  const port = await freePort();
  const settings = ['ssl=on', 'fsync=off', `unix_socket_directories=${folder}`, 'listen_addresses=127.0.0.1'];
  const child = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...settings.flatMap((each) => ['-c', each])], {
    ...user,
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const connect = async () => {
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'owner', password, database: 'postgres' });
    await client.connect();
    return client;
  };
  for (;;) {
    if (child.exitCode !== null) throw new Error(`postgres ended: ${output}`);
    const client = await connect().catch(() => null);
    await client?.end();
    if (client !== null) break;
    await wait(100);
  }
  return {
    port,
    password,
    sql: async (...statements) => {
      const client = await connect();
      for (const statement of statements) await client.query(statement);
      await client.end();
    },
    stop: async () => {
      child.kill('SIGINT');
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
