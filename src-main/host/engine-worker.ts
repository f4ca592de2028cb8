import { randomBytes } from 'node:crypto';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { onError } from '@orpc/server';
import { experimental_RPCHandler as PeerHandler } from '@orpc/server/crossws';
import pino from 'pino';
import { toIso } from '../../src-preload/contract/index.ts';
import { systemClock } from '../engine/clock.ts';
import { Engine } from '../engine/engine.ts';
import { ReaderClient } from '../store/reader-client.ts';
import { Store } from '../store/store.ts';
import { answerPort } from './answer-port.ts';
import { asCallError } from './call-errors.ts';
import { cipherProxy } from './cipher-proxy.ts';
import { ConfigSources } from './config-sources.ts';
import { DataFolderInUse, openDataFolder } from './data-folder.ts';
import { DemoWorkspace } from './demo-workspace.ts';
import type { ClientInfo, EngineWorkerData, FromEngine, ToEngine } from './messages.ts';
import { makeRouter } from './router.ts';
import { keyFileCipher, SecretFile } from './secret-file.ts';
import { Sessions } from './sessions.ts';
import { startFailure } from './start-failure.ts';
import { Transfers } from './transfers.ts';

const TOKEN_NAME = 'server:token';

/** The token of the server: made once, kept with the secrets, so that an address that was opened before goes on working. */
async function serverToken(secrets: SecretFile): Promise<string> {
  const before = await secrets.get(TOKEN_NAME);
  if (before !== null) return before;
  const token = randomBytes(24).toString('base64url');
  await secrets.set(TOKEN_NAME, token);
  return token;
}

/** Puts the engine together in its thread and gives what the main thread's messages are answered with. */
async function open(parent: MessagePort, data: EngineWorkerData) {
  const folder = openDataFolder(data.dataFolder);
  const logFile = pino.destination({ dest: folder.log, append: true, mkdir: false, sync: false });
  // A log that cannot be written, as on a full disk, is no reason to end.
  logFile.on('error', () => undefined);
  const log = pino({ base: { pid: process.pid } }, logFile);
  const cipher = data.cipher === null ? await keyFileCipher(folder.secretKey) : cipherProxy(parent, data.cipher);
  const secrets = new SecretFile(folder.secrets, cipher);
  const store = new Store(folder.database);
  const startedAt = toIso(systemClock.now());
  const engine: Engine = new Engine({
    clock: systemClock,
    random: Math.random,
    fetch: globalThis.fetch,
    store,
    secrets,
    environment: process.env,
    log,
    safeMode: data.safeMode,
    describeApp: () => ({
      version: data.version,
      form: data.form,
      dataFolder: data.dataFolder,
      startedAt,
      demo: demo.show(),
      configFile: config.show(),
      secrets: { protection: cipher.protection, words: cipher.words },
      transfer: transfers.show(),
    }),
  });
  const transfers = new Transfers({
    dataFolder: data.dataFolder,
    database: folder.database,
    version: data.version,
    target: { store, secrets, now: () => systemClock.now(), takeIn: (id, work) => engine.takeIn(id, work) },
    report: (error) => log.error({ err: error }, 'an export or import failed'),
    onChange: () => engine.appChanged(),
  });
  const demo = new DemoWorkspace(engine, store.meta, () => systemClock.now());
  const config = new ConfigSources(folder.config, engine, secrets, () => engine.appChanged());
  engine.start();
  transfers.open();
  if (folder.databaseIsGone) {
    engine.notify(
      'database-gone',
      'warning',
      'The database was not there, so Freshet began with an empty one.',
      'If you did not remove it, end Freshet and put a copy of freshet.db back into the data folder.',
    );
  }
  await config.open();
  await demo.open(data.demo);
  const reader = new ReaderClient(new URL(data.readerWorker), folder.database);
  const sessions = new Sessions(engine);
  const handler = new PeerHandler<ClientInfo>(makeRouter({ engine, reader, demo, transfers }), {
    clientInterceptors: [
      onError((error) => {
        throw asCallError(error, (unexpected) => log.error({ err: unexpected }, 'a call failed'));
      }),
    ],
  });
  const token = await serverToken(secrets);
  log.info({ version: data.version, form: data.form, sqlite: store.sqliteVersion }, 'started');

  return {
    token,
    handle(message: ToEngine): void {
      if (message.type === 'connect') {
        sessions.open(message.client, message.port);
        answerPort(handler, message.port, message.client);
      } else if (message.type === 'window') engine.windowChanged(message.sessionId, message.state);
      else if (message.type === 'system') engine.systemChanged(message.state);
      else if (message.type === 'announce') folder.announce(message.url);
    },
    async close(): Promise<void> {
      await config.close();
      await transfers.close();
      await engine.stop();
      await reader.stop();
      await demo.close();
      store.close();
      log.info({}, 'stopped');
      log.flush();
      folder.close();
    },
  };
}

function say(parent: MessagePort, message: FromEngine): void {
  parent.postMessage(message);
}

async function run(parent: MessagePort): Promise<void> {
  // Messages may come before all is open; none may be lost.
  const early: ToEngine[] = [];
  let handle = (message: ToEngine): void => void early.push(message);
  parent.on('message', (message: ToEngine) => handle(message));
  try {
    const app = await open(parent, workerData as EngineWorkerData);
    handle = (message) => {
      if (message.type !== 'stop') app.handle(message);
      else void app.close().finally(() => say(parent, { type: 'stopped' }));
    };
    for (const message of early) handle(message);
    say(parent, { type: 'ready', token: app.token });
  } catch (error) {
    if (error instanceof DataFolderInUse) say(parent, { type: 'in-use', pid: error.pid, url: error.url });
    else say(parent, { type: 'failed', message: startFailure(error, (workerData as EngineWorkerData).dataFolder) });
  }
}

if (parentPort !== null) void run(parentPort);
