import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { app } from './app.ts';

const parentPort = new URL('./utility-parent-port.ts', import.meta.url).href;

/** A process of Node in the place of one of Electron's; its `process.parentPort` is put there before its code runs. */
class StandInUtility extends EventEmitter implements Pick<Electron.UtilityProcess, 'pid' | 'postMessage' | 'kill'> {
  readonly #child: ChildProcess;

  constructor(child: ChildProcess) {
    super();
    this.#child = child;
    child.on('spawn', () => this.emit('spawn'));
    child.on('message', (message) => this.emit('message', message));
    child.on('exit', (code) => this.emit('exit', code ?? 1));
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined;
  }

  postMessage(message: unknown): void {
    if (this.#child.connected) this.#child.send(message as object, () => undefined);
  }

  kill(): boolean {
    return this.#child.kill();
  }
}

export const utilityProcess = {
  fork(modulePath: string, args: string[] = [], { env, stdio }: Electron.ForkOptions = {}): StandInUtility {
    if (!app.isReady()) throw new Error('utilityProcess cannot be created before app is ready.');
    const output = stdio === 'ignore' ? 'ignore' : 'inherit';
    return new StandInUtility(
      fork(modulePath, args, {
        env: { ...env },
        execArgv: ['--import', parentPort],
        serialization: 'advanced',
        stdio: ['ignore', output, output, 'ipc'],
      }),
    );
  },
} satisfies { fork: (...from: Parameters<typeof Electron.utilityProcess.fork>) => unknown };
