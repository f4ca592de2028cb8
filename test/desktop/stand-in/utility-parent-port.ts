import { EventEmitter } from 'node:events';

/** What a process of `utilityProcess.fork` speaks through: messages come as events with `data`, as in a page. */
class ParentPort extends EventEmitter implements Pick<Electron.ParentPort, 'postMessage'> {
  readonly #send = process.send?.bind(process);

  constructor() {
    super();
    process.on('message', (data) => this.emit('message', { data, ports: [] } satisfies Electron.MessageEvent));
    process.on('disconnect', () => process.exit(0));
  }

  postMessage(message: unknown): void {
    this.#send?.(message);
  }
}

Object.defineProperty(process, 'parentPort', { value: new ParentPort() });
// Electron's have no channel of Node's.
Object.defineProperty(process, 'send', { value: undefined });
