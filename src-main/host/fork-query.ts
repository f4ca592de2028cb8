import { fork } from 'node:child_process';
import type { FromQueryProcess } from '../store/query/query-messages.ts';
import type { QueryChild } from '../views/query-pool.ts';

/** What a query process may know of the environment: nothing that could be a secret. */
const NEEDED = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'SQLITE_TMPDIR', 'LANG', 'TZ'];

/** The environment of a query process. */
export function queryEnvironment(from: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(NEEDED.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));
}

/** Starts a process that runs queries, under Node. `file`: the built one. */
export function forkQuery(file: URL): QueryChild {
  const child = fork(file, {
    env: queryEnvironment(process.env),
    execArgv: ['--max-old-space-size=256'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let why: string | null = null;
  // Without a listener, what cannot be started or written to would end the app.
  child.on('error', (error) => {
    why = error.message;
  });
  return {
    post: (message) => {
      if (child.connected) child.send(message, () => undefined);
    },
    kill: () => void child.kill('SIGKILL'),
    onMessage: (listener) => void child.on('message', (message) => listener(message as FromQueryProcess)),
    onExit: (listener) => void child.once('close', () => listener(why)),
  };
}
