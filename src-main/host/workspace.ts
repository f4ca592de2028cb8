import { onError } from '@orpc/server';
import { experimental_RPCHandler as PeerHandler } from '@orpc/server/crossws';
import { type Restored, toIso } from '../../src-preload/contract/index.ts';
import { commandTransport } from '../connectors/transports/command.ts';
import { fileTransport } from '../connectors/transports/file.ts';
import { httpTransport } from '../connectors/transports/http.ts';
import { postgresqlTransport } from '../connectors/transports/postgresql.ts';
import { fetchBy } from '../connectors/transports/transports.ts';
import { systemClock } from '../engine/clock.ts';
import type { Log } from '../engine/core.ts';
import { Engine } from '../engine/engine.ts';
import { KeeperClient } from '../store/backups/keeper-client.ts';
import { openStore } from '../store/backups/recovery.ts';
import { ReaderClient } from '../store/reader-client.ts';
import { Backups } from './backups.ts';
import { asCallError } from './call-errors.ts';
import { ConfigSources } from './config-sources.ts';
import type { OpenFolder } from './data-folder.ts';
import { DemoWorkspace } from './demo-workspace.ts';
import type { ClientInfo, EngineWorkerData } from './messages.ts';
import { recoveryWords } from './recovery-words.ts';
import { makeRouter } from './router.ts';
import type { SecretCipher, SecretFile } from './secret-file.ts';
import { Sessions } from './sessions.ts';
import { Transfers } from './transfers.ts';

/** What stays when the database is replaced. */
export interface WorkspaceSetup {
  data: EngineWorkerData;
  folder: OpenFolder;
  log: Log;
  cipher: Pick<SecretCipher, 'protection' | 'words'>;
  secrets: SecretFile;
  /** Milliseconds since the epoch. */
  startedAt: number;
}

/** The database with all that works on it, from its opening until it is closed. */
export interface Workspace {
  engine: Engine;
  backups: Backups;
  sessions: Sessions;
  handler: PeerHandler<ClientInfo>;
  sqliteVersion: string;
  /** Stores what is under way and closes the database. `forRestore`: waits for backups, so that nobody has it open afterwards. */
  close(forRestore: boolean): Promise<void>;
}

/**
 * Opens the database, or what can be restored of it, and starts the engine on it. `restore` answers the call for a restore;
 * `wasUsed`: whether there must be a database. Throws in words when it cannot be opened.
 */
export async function openWorkspace(
  { data, folder, log, cipher, secrets, startedAt }: WorkspaceSetup,
  restore: (id: string) => Promise<Restored>,
  wasUsed: boolean,
): Promise<Workspace> {
  const { store, recovery } = openStore(folder.places, wasUsed, systemClock.now());
  const http = httpTransport();
  const engine: Engine = new Engine({
    clock: systemClock,
    random: Math.random,
    fetch: fetchBy({
      'http:': http,
      'https:': http,
      'file:': fileTransport(data.dataFolder),
      'command:': commandTransport(process.env, () => data.allowCommands || config.allowsCommands),
      'postgresql:': postgresqlTransport(),
    }),
    allowPrivate: data.allowPrivate,
    store,
    secrets,
    environment: process.env,
    log,
    safeMode: data.safeMode,
    describeApp: () => ({
      version: data.version,
      form: data.form,
      dataFolder: data.dataFolder,
      startedAt: toIso(startedAt),
      demo: demo.show(),
      configFile: config.show(),
      secrets: { protection: cipher.protection, words: cipher.words },
      transfer: transfers.show(),
    }),
  });
  const transfers = new Transfers({
    dataFolder: data.dataFolder,
    database: folder.places.database,
    version: data.version,
    target: { store, secrets, now: () => systemClock.now(), takeIn: (id, work) => engine.takeIn(id, work) },
    report: (error) => log.error({ err: error }, 'an export or import failed'),
    onChange: () => engine.appChanged(),
  });
  const demo = new DemoWorkspace(engine, store.meta, () => systemClock.now());
  const config = new ConfigSources(folder.config, engine, secrets, () => engine.appChanged());
  const keeper = new KeeperClient(new URL(data.keeperWorker));
  const backups = new Backups({ clock: systemClock, keeper, places: folder.places, store, engine, log });
  engine.start();
  transfers.open();
  if (recovery !== null) {
    const { message, advice } = recoveryWords(recovery);
    log.error({ recovery }, 'the database could not be used');
    engine.notify('database-recovered', 'warning', message, advice);
  }
  backups.start(recovery);
  await config.open();
  // Whoever lost a database does not want the demo in its place.
  await demo.open(data.demo && recovery === null);
  const reader = new ReaderClient(new URL(data.readerWorker), folder.places.database);
  const handler = new PeerHandler<ClientInfo>(makeRouter({ engine, reader, demo, backups, restore, transfers }), {
    clientInterceptors: [
      onError((error) => {
        throw asCallError(error, (unexpected) => log.error({ err: unexpected }, 'a call failed'));
      }),
    ],
  });
  return {
    engine,
    backups,
    sessions: new Sessions(engine),
    handler,
    sqliteVersion: store.sqliteVersion,
    async close(forRestore) {
      if (forRestore) await backups.stop();
      else {
        backups.giveUp();
        keeper.stop();
      }
      await config.close();
      await transfers.close();
      await engine.stop();
      await reader.stop();
      await demo.close();
      store.close();
    },
  };
}
