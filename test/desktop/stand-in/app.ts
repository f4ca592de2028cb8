import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { hearSecondStarts, takeLock, tellHolder } from './app-lock.ts';
import { makeEvent } from './event.ts';

type Used =
  | 'isPackaged'
  | 'setName'
  | 'getName'
  | 'setPath'
  | 'getPath'
  | 'requestSingleInstanceLock'
  | 'enableSandbox'
  | 'whenReady'
  | 'isReady'
  | 'quit'
  | 'exit'
  | 'relaunch';

/** What the app needs of the windows and the browser, without which the two files would import each other. */
interface Surroundings {
  /** Closes all windows, and returns whether all of them let it happen. */
  closeWindows(): boolean;
  destroyWindows(): void;
  closeBrowser(): Promise<void>;
}

class StandInApp extends EventEmitter implements Pick<Electron.App, Used> {
  readonly isPackaged = false;
  #name = 'Electron';
  readonly #paths = new Map<string, string>();
  #ready = false;
  #exiting = false;
  #telling: Promise<void> = Promise.resolve();
  #surroundings: Surroundings = { closeWindows: () => true, destroyWindows: () => {}, closeBrowser: () => Promise.resolve() };

  setName(name: string): void {
    this.#name = name;
  }

  getName(): string {
    return this.#name;
  }

  setPath(name: string, path: string): void {
    if (!existsSync(path)) throw new Error(`Path ${path} does not exist`);
    this.#paths.set(name, path);
  }

  getPath(name: Parameters<Electron.App['getPath']>[0]): string {
    const path = this.#paths.get(name);
    if (path === undefined) throw new Error(`The stand-in has no path '${name}' unless it is set.`);
    return path;
  }

  requestSingleInstanceLock(): boolean {
    const folder = this.getPath('userData');
    const taken = takeLock(folder);
    if (taken) {
      hearSecondStarts(folder, ({ argv, workingDirectory }) => {
        void this.whenReady().then(() => this.emit('second-instance', makeEvent({}), argv, workingDirectory, null));
      });
    } else this.#telling = tellHolder(folder, { argv: process.argv, workingDirectory: process.cwd() });
    return taken;
  }

  enableSandbox(): void {
    if (this.#ready) throw new Error('app.enableSandbox() can only be called before app is ready');
  }

  isReady(): boolean {
    return this.#ready;
  }

  whenReady(): Promise<void> {
    return this.#ready ? Promise.resolve() : new Promise((resolve) => this.once('ready', resolve));
  }

  quit(): void {
    if (this.#exiting) return;
    const beforeQuit = makeEvent({});
    this.emit('before-quit', beforeQuit);
    if (beforeQuit.defaultPrevented || !this.#surroundings.closeWindows()) return;
    const willQuit = makeEvent({});
    this.emit('will-quit', willQuit);
    if (!willQuit.defaultPrevented) this.exit(0);
  }

  exit(code = 0): void {
    if (this.#exiting) return;
    this.#exiting = true;
    this.#surroundings.destroyWindows();
    this.emit('quit', makeEvent({}), code);
    void Promise.allSettled([this.#telling, this.#surroundings.closeBrowser()]).then(() => process.exit(code));
  }

  relaunch(): void {
    process.stderr.write('relaunch requested\n');
  }

  isExiting(): boolean {
    return this.#exiting;
  }

  surround(surroundings: Surroundings): void {
    this.#surroundings = surroundings;
  }

  becomeReady(): void {
    this.#ready = true;
    this.emit('ready', makeEvent({}), {});
  }
}

export const app = new StandInApp();

// Electron asks the app to quit on these.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
