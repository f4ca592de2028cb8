import { fileURLToPath } from 'node:url';
import { utilityProcess } from 'electron';
import { queryEnvironment } from '../host/fork-query.ts';
import type { FromQueryProcess, ToQueryProcess } from '../store/query/query-messages.ts';
import type { QueryChild } from '../views/query-pool.ts';

/** Starts a process that runs queries, under Electron. Call it when the app is ready. `file`: the built one. */
export function startQueryUtility(file: URL): QueryChild {
  const child = utilityProcess.fork(fileURLToPath(file), [], {
    serviceName: 'Freshet queries',
    stdio: 'ignore',
    env: queryEnvironment(process.env),
  });
  let early: ToQueryProcess[] | null = [];
  child.once('spawn', () => {
    for (const message of early ?? []) child.postMessage(message);
    early = null;
  });
  return {
    post: (message) => {
      if (early === null) child.postMessage(message);
      else early.push(message);
    },
    kill: () => {
      // Electron's own kill asks politely on some systems, which a process that runs a query does not hear.
      if (child.pid !== undefined) killNow(child.pid);
      child.kill();
    },
    onMessage: (listener) => void child.on('message', (message: unknown) => listener(message as FromQueryProcess)),
    onExit: (listener) => void child.once('exit', () => listener(null)),
  };
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}
