import { type ChildProcess, spawn } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { hostOf } from '../../../src-preload/contract/index.ts';
import type { Fetch, UpstreamInit } from '../http.ts';
import { type UpstreamError, upstreamError } from '../upstream-error.ts';

/** What a program needs to run at all; nothing else of the environment of the app is passed on. */
const PASSED_ON = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'SystemRoot', 'USERPROFILE', 'TEMP'];

/** So much of what a program says of its failure is shown, characters. */
const MOST_SAID = 400;

function startFailure(error: unknown, program: string): UpstreamError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT')
    return upstreamError(
      'not-found',
      `There is no program ${program}.`,
      'Write the whole path of the program, or check that it is installed.',
    );
  if (code === 'EACCES' || code === 'EPERM')
    return upstreamError('forbidden', `${program} may not be run (${code}).`, 'Check the permissions of the file.');
  return upstreamError('client-error', `${program} could not be run: ${message}.`, 'Check the command of the source.');
}

/** Ends a program with all that it has started. */
function end(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

function outputOf(child: ChildProcess, program: string, signal: AbortSignal | null | undefined): ReadableStream<Uint8Array> {
  const { stdout, stderr } = child;
  let said = '';
  stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-MOST_SAID);
  });
  /** Nothing more is passed on: it has ended, or nobody reads any more. */
  let isOver = false;
  const stop = () => end(child);
  signal?.addEventListener('abort', stop, { once: true });
  return new ReadableStream({
    start(controller) {
      const over = (finish: () => void) => {
        if (isOver) return;
        isOver = true;
        signal?.removeEventListener('abort', stop);
        finish();
      };
      stdout?.on('data', (chunk: Buffer) => {
        if (isOver) return;
        controller.enqueue(new Uint8Array(chunk));
        if ((controller.desiredSize ?? 1) <= 0) stdout.pause();
      });
      child.on('error', (error) => over(() => controller.error(startFailure(error, program))));
      child.on('close', (code, ended) =>
        over(() => {
          if (signal?.aborted === true) return controller.error(signal.reason);
          if (code === 0) return controller.close();
          const how = code === null ? `was ended by ${ended ?? 'a signal'}` : `ended with code ${code}`;
          const words = said.trim() === '' ? '' : ` It said: ${said.trim()}`;
          controller.error(upstreamError('client-error', `${program} ${how}.${words}`, 'Try the command in a terminal.'));
        }),
      );
    },
    pull: () => void stdout?.resume(),
    cancel: () => {
      isOver = true;
      signal?.removeEventListener('abort', stop);
      stop();
    },
  });
}

type Run = (url: string, init: UpstreamInit | undefined) => Response;

/**
 * Runs a local program and gives what it prints. Arguments are the JSON list in the body and reach the program one by one,
 * without a shell; headers become variables of its environment. `isAllowed`: whether the owner of the computer lets
 * sources run programs at all. Throws `UpstreamError`.
 */
export function commandTransport(environment: NodeJS.ProcessEnv, isAllowed: () => boolean): Fetch {
  const run: Run = (url, init) => {
    const program = hostOf(url);
    if (!isAllowed()) {
      throw upstreamError(
        'not-allowed',
        `${program} was not run: sources may not run programs.`,
        'Start Freshet with --allow-commands, or write "allowCommands": true into freshet.config.json, if you trust every source that you add.',
      );
    }
    if (program === '' || (/[\\/]/.test(program) && !isAbsolute(program)))
      throw upstreamError(
        'client-error',
        `"${program}" is no program.`,
        'Write its name or its whole path: command:/usr/local/bin/report.',
      );
    init?.signal?.throwIfAborted();
    const passedOn: NodeJS.ProcessEnv = {};
    for (const name of PASSED_ON) if (environment[name] !== undefined) passedOn[name] = environment[name];
    let child: ChildProcess;
    try {
      child = spawn(program, JSON.parse(init?.body as string) as string[], {
        shell: false,
        env: { ...passedOn, ...(init?.headers as Record<string, string>) },
        stdio: ['ignore', 'pipe', 'pipe'],
        windowsHide: true,
        // A group of its own, so that what it starts ends with it.
        detached: process.platform !== 'win32',
      });
    } catch (error) {
      throw startFailure(error, program);
    }
    return new Response(outputOf(child, program, init?.signal));
  };
  return (url, init) => new Promise((resolve) => resolve(run(url, init)));
}
