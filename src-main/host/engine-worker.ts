import { randomBytes } from 'node:crypto';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import pino from 'pino';
import { trustSystemCertificates } from '../connectors/transports/certificates.ts';
import { useProxyOf } from '../connectors/transports/http.ts';
import { systemClock } from '../engine/clock.ts';
import type { Log } from '../engine/core.ts';
import { cipherProxy } from './cipher-proxy.ts';
import { DataFolderInUse, openDataFolder } from './data-folder.ts';
import type { EngineWorkerData, FromEngine, ToEngine } from './messages.ts';
import { notificationProxy } from './notification-proxy.ts';
import { queryChildren } from './query-children.ts';
import { openReadOnlyWorkspace } from './read-only-workspace.ts';
import { readingLeave } from './reading-leave.ts';
import { RestorableWorkspace } from './restorable-workspace.ts';
import { keyFileCipher, SecretFile } from './secret-file.ts';
import { startFailure } from './start-failure.ts';
import { openWorkspace } from './workspace.ts';

const TOKEN_NAME = 'server:token';

/** The token of the server: made once, kept with the secrets, so that an address that was opened before goes on working. */
async function serverToken(secrets: SecretFile): Promise<string> {
  const before = await secrets.get(TOKEN_NAME);
  if (before !== null) return before;
  const token = randomBytes(24).toString('base64url');
  await secrets.set(TOKEN_NAME, token);
  return token;
}

/** Calls go the way that all programs of this computer go. What cannot be set up is no reason not to start. */
function useNetworkOfSystem(log: Log): void {
  try {
    useProxyOf(process.env);
    trustSystemCertificates();
  } catch (error) {
    log.warn({ err: error }, 'the proxy or the certificates of the system could not be used');
  }
}

/** Puts the engine together in its thread and gives what the main thread's messages are answered with. */
async function open(parent: MessagePort, data: EngineWorkerData) {
  const folder = openDataFolder(data.dataFolder);
  const logFile = pino.destination({ dest: folder.log, append: true, mkdir: false, sync: false });
  // A log that cannot be written, as on a full disk, is no reason to end.
  logFile.on('error', () => undefined);
  const log = pino({ base: { pid: process.pid } }, logFile);
  useNetworkOfSystem(log);
  const cipher = data.cipher === null ? await keyFileCipher(folder.secretKey) : cipherProxy(parent, data.cipher);
  const secrets = new SecretFile(folder.secrets, cipher);
  const startQueryChild = queryChildren(parent);
  const setup = {
    data,
    folder,
    log,
    cipher,
    secrets,
    leave: readingLeave(parent),
    startQueryChild,
    notify: data.notifies ? notificationProxy(parent) : null,
    startedAt: systemClock.now(),
  };
  const restorable = await RestorableWorkspace.open(
    (restore, wasUsed) => openWorkspace(setup, restore, wasUsed).catch((error: unknown) => openReadOnlyWorkspace(setup, error)),
    folder.wasUsed,
  );
  const token = await serverToken(secrets);
  log.info({ version: data.version, form: data.form, sqlite: restorable.sqliteVersion }, 'started');

  return {
    token,
    handle(message: ToEngine): void {
      if (message.type === 'connect') restorable.connect(message.client, message.port);
      else if (message.type === 'window') restorable.windowChanged(message.sessionId, message.state);
      else if (message.type === 'system') restorable.systemChanged(message.state);
      else if (message.type === 'announce') folder.announce(message.url);
      else if (message.type === 'read-failed') log.error({ err: message.error }, 'a read failed');
    },
    async close(): Promise<void> {
      await restorable.close();
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
