import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { Notification } from '../engine/alerts/outbox.ts';
import { DataFolderInUse } from './data-folder.ts';
import type { ClientInfo, EngineWorkerData, FromEngine, SystemState, ToEngine, WindowState } from './messages.ts';
import { serveQueryChildren, type StartQueryChild } from './query-children.ts';
import { RecordFront } from './record-front.ts';
import type { SecretCipher } from './secret-file.ts';

export { DataFolderInUse } from './data-folder.ts';
export type { ClientInfo, SystemState, WindowState } from './messages.ts';
export type { SecretCipher } from './secret-file.ts';

export interface HostOptions {
  dataFolder: string;
  form: 'desktop' | 'served';
  version: string;
  /** Whether a first start brings the demo workspace. */
  demo: boolean;
  /** Call no source at all. */
  safeMode?: boolean;
  /** Whether a source that does not say may call private addresses. */
  allowPrivate: boolean;
  /** Whether sources may run programs of this computer. The config file may allow it too. */
  allowCommands: boolean;
  /** Where the built threads are. */
  engineWorker: URL;
  readerWorker: URL;
  keeperWorker: URL;
  /** Starts a process that runs queries. */
  startQueryChild: StartQueryChild;
  /** Shows a notification of the system; `false`: it could not. Without this, pages show messages. */
  notify?: (notification: Notification) => Promise<boolean>;
  /** Seals secrets; without one, a key file in the data folder does. */
  cipher?: SecretCipher;
}

/** The engine as the main thread sees it: a thread to connect clients to and to tell about the world. */
export interface EngineHost {
  /** What clients of the HTTP server must show. */
  readonly token: string;
  /** A port that speaks the contract. Closing it ends the client's session. */
  connect(client: ClientInfo): MessagePort;
  /** The calls that are answered without the engine, by their names in the contract. */
  readonly direct: object;
  windowChanged(sessionId: string, state: WindowState): void;
  systemChanged(state: SystemState): void;
  /** Writes down where the app is served, for a second start to read. */
  announce(url: string | null): void;
  stop(): Promise<void>;
  /** Called at most once, when the engine's thread ends without having been told to. */
  onCrash(listener: (error: Error) => void): void;
}

/** How long the engine may take to store what it is in the middle of, milliseconds. */
const STOP_WAIT_MS = 1_500;

class ThreadHost implements EngineHost {
  readonly token: string;
  readonly #thread: Worker;
  readonly #post: (message: ToEngine, transfer?: MessagePort[]) => void;
  readonly #front: RecordFront;
  #crash: Error | null = null;
  #onCrash: ((error: Error) => void) | null = null;
  #stopping: Promise<void> | null = null;

  constructor(thread: Worker, token: string, post: (message: ToEngine, transfer?: MessagePort[]) => void, front: RecordFront) {
    this.#thread = thread;
    this.token = token;
    this.#post = post;
    this.#front = front;
    thread.on('error', (error: unknown) => this.#crashed(error instanceof Error ? error : new Error(String(error))));
    thread.on('exit', (code) => this.#crashed(new Error(`The engine ended by itself (code ${code}).`)));
  }

  connect(client: ClientInfo): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#post({ type: 'connect', client, port: port2 }, [port2]);
    return this.#front.join(port1);
  }

  get direct(): object {
    return this.#front.calls;
  }

  windowChanged(sessionId: string, state: WindowState): void {
    this.#post({ type: 'window', sessionId, state });
  }

  systemChanged(state: SystemState): void {
    this.#post({ type: 'system', state });
  }

  announce(url: string | null): void {
    this.#post({ type: 'announce', url });
  }

  stop(): Promise<void> {
    this.#stopping ??= new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, STOP_WAIT_MS);
      this.#thread.on('message', (message: FromEngine) => {
        if (message.type !== 'stopped') return;
        clearTimeout(timer);
        resolve();
      });
      this.#thread.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      this.#post({ type: 'stop' });
    }).then(async () => {
      await this.#thread.terminate();
    });
    return this.#stopping;
  }

  onCrash(listener: (error: Error) => void): void {
    this.#onCrash = listener;
    if (this.#crash !== null) listener(this.#crash);
  }

  #crashed(error: Error): void {
    if (this.#stopping !== null || this.#crash !== null) return;
    this.#crash = error;
    this.#onCrash?.(error);
  }
}

function serveCipher(thread: Worker, cipher: SecretCipher | undefined, post: (message: ToEngine) => void): void {
  thread.on('message', (message: FromEngine) => {
    if (message.type !== 'seal' || cipher === undefined) return;
    const { id } = message;
    const work: Promise<Uint8Array | string> =
      message.operation === 'encrypt' ? cipher.encrypt(message.value) : cipher.decrypt(message.value);
    work.then(
      (result) => post({ type: 'sealed', id, result }),
      (error: unknown) => post({ type: 'seal-failed', id, message: error instanceof Error ? error.message : String(error) }),
    );
  });
}

/** Shows the notifications of the engine, which only the main thread can. */
function serveNotifications(thread: Worker, notify: HostOptions['notify'], post: (message: ToEngine) => void): void {
  thread.on('message', (message: FromEngine) => {
    if (message.type !== 'notify' || notify === undefined) return;
    const { id } = message;
    notify(message.notification).then(
      (shown) => post({ type: 'notified', id, shown }),
      () => post({ type: 'notified', id, shown: false }),
    );
  });
}

/** Reads records beside the engine, while that has a database that may be read. */
function serveReads(thread: Worker, worker: URL, post: (message: ToEngine) => void): RecordFront {
  const front = new RecordFront(worker, (error) => post({ type: 'read-failed', error }));
  thread.on('message', (message: FromEngine) => {
    if (message.type === 'readable') front.open(message.database);
    if (message.type === 'let-go') void front.close().finally(() => post({ type: 'let-go' }));
  });
  return front;
}

/** Starts the engine in a thread of its own. Rejects with `DataFolderInUse`, or with an `Error` in words for the user. */
export function startEngineHost(options: HostOptions): Promise<EngineHost> {
  const { dataFolder, form, version, demo, cipher } = options;
  const workerData: EngineWorkerData = {
    dataFolder,
    form,
    version,
    demo,
    safeMode: options.safeMode ?? false,
    allowPrivate: options.allowPrivate,
    allowCommands: options.allowCommands,
    readerWorker: options.readerWorker.href,
    keeperWorker: options.keeperWorker.href,
    notifies: options.notify !== undefined,
    cipher: cipher === undefined ? null : { protection: cipher.protection, words: cipher.words },
  };
  const thread = new Worker(options.engineWorker, { workerData, name: 'freshet engine' });
  const post = (message: ToEngine, transfer: MessagePort[] = []) => thread.postMessage(message, transfer);
  serveCipher(thread, cipher, post);
  serveNotifications(thread, options.notify, post);
  const front = serveReads(thread, options.readerWorker, post);
  serveQueryChildren(thread, options.startQueryChild, post);
  return new Promise((resolve, reject) => {
    const onError = (error: unknown) => reject(error instanceof Error ? error : new Error(String(error)));
    const onExit = (code: number) => reject(new Error(`The engine could not be started (code ${code}).`));
    thread.once('error', onError);
    thread.once('exit', onExit);
    thread.on('message', (message: FromEngine) => {
      if (message.type === 'in-use') reject(new DataFolderInUse(dataFolder, message.pid, message.url));
      if (message.type === 'failed') reject(new Error(message.message));
      if (message.type !== 'ready') return;
      thread.off('error', onError);
      thread.off('exit', onExit);
      resolve(new ThreadHost(thread, message.token, post, front));
    });
  });
}
