import { onError } from '@orpc/server';
import { experimental_RPCHandler as PeerHandler } from '@orpc/server/crossws';
import { type Restored, toIso } from '../../src-preload/contract/index.ts';
import { commandTransport } from '../connectors/transports/command.ts';
import { fileTransport } from '../connectors/transports/file.ts';
import { withinPublic } from '../connectors/reach.ts';
import { httpTransport } from '../connectors/transports/http.ts';
import { postgresqlTransport } from '../connectors/transports/postgresql.ts';
import { fetchBy } from '../connectors/transports/transports.ts';
import type { Alerts } from '../engine/alerts/alerts.ts';
import { systemClock } from '../engine/clock.ts';
import type { Log } from '../engine/core.ts';
import { Engine } from '../engine/engine.ts';
import { KeeperClient } from '../store/backups/keeper-client.ts';
import { openStore } from '../store/backups/recovery.ts';
import { recoveryTold } from '../store/backups/untold.ts';
import { ReaderClient } from '../store/reader-client.ts';
import { Backups } from './backups.ts';
import { asCallError } from './call-errors.ts';
import { ConfigSources } from './config-sources.ts';
import type { OpenFolder } from './data-folder.ts';
import { DemoWorkspace } from './demo-workspace.ts';
import type { ClientInfo, EngineWorkerData } from './messages.ts';
import { PresetShelf } from './preset-shelf.ts';
import { recoveryWords, strayLogWords } from './recovery-words.ts';
import type { ReadingLeave } from './reading-leave.ts';
import { makeRouter } from './router.ts';
import type { SecretCipher, SecretFile } from './secret-file.ts';
import { Sessions } from './sessions.ts';
import type { Store } from '../store/store.ts';
import { Transfers } from './transfers.ts';
import { type Notify, openAlerts } from './open-alerts.ts';
import { openViews, type OpenViews } from './open-views.ts';
import type { StartQueryChild } from './query-children.ts';

/** The version that last had the database open for writing, among the single values. */
export const WRITTEN_BY = 'writtenBy';

/** What stays when the database is replaced. */
export interface WorkspaceSetup {
  data: EngineWorkerData;
  folder: OpenFolder;
  log: Log;
  cipher: Pick<SecretCipher, 'protection' | 'words'>;
  secrets: SecretFile;
  leave: ReadingLeave;
  /** Starts a process that runs queries. */
  startQueryChild: StartQueryChild;
  /** Shows a notification of the system; `null` where there are none. */
  notify: Notify | null;
  /** Milliseconds since the epoch. */
  startedAt: number;
}

/** The database with all that works on it, from its opening until it is closed. */
export interface Workspace {
  engine: Pick<Engine, 'windowChanged' | 'systemChanged' | 'notify'>;
  backups: Pick<Backups, 'beforeRestore' | 'replace'>;
  sessions: Pick<Sessions, 'open'>;
  handler: PeerHandler<ClientInfo>;
  sqliteVersion: string;
  /** Stores what is under way and closes the database. `forRestore`: waits for backups, so that nobody has it open afterwards. */
  close(forRestore: boolean): Promise<void>;
}

/** So that an older Freshet can say which one wrote what it finds. */
function rememberWriter({ meta }: Store, version: string): void {
  try {
    if (meta.get(WRITTEN_BY) !== version) meta.set(WRITTEN_BY, version);
  } catch {
    // A full disk is told by what somebody waits for; the next start tries again.
  }
}

/**
 * Opens the database, or what can be restored of it, and starts the engine on it. `restore` answers the call for a restore;
 * `wasUsed`: whether there must be a database. Throws in words when it cannot be opened.
 */
export async function openWorkspace(
  { data, folder, log, cipher, secrets, leave, startQueryChild, notify, startedAt }: WorkspaceSetup,
  restore: (id: string) => Promise<Restored>,
  wasUsed: boolean,
): Promise<Workspace> {
  const { store, recovery, strayLog } = openStore(folder.places, wasUsed, systemClock.now());
  let opened: OpenViews | null = null;
  let watching: Alerts | null = null;
  const http = httpTransport();
  /** For what no source calls. */
  const ownFetch = withinPublic(http, data.allowPrivate);
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
    onSource: (id) => {
      opened?.views.sourceChanged(id);
      watching?.sourceChanged(id);
    },
    describeApp: () => ({
      version: data.version,
      form: data.form,
      dataFolder: data.dataFolder,
      startedAt: toIso(startedAt),
      demo: demo.show(),
      configFile: config.show(),
      secrets: { protection: cipher.protection, words: cipher.words },
      transfer: transfers.show(),
      readOnly: null,
    }),
  });
  const transfers = new Transfers({
    dataFolder: data.dataFolder,
    database: folder.places.database,
    version: data.version,
    target: {
      store,
      secrets,
      now: () => systemClock.now(),
      takeIn: (id, work) => engine.takeIn(id, work),
      onDashboards: () => opened?.views.reload(),
    },
    report: (error) => log.error({ err: error }, 'an export or import failed'),
    onChange: () => engine.appChanged(),
  });
  const demo = new DemoWorkspace(
    engine,
    store.meta,
    () => systemClock.now(),
    () => opened?.views.dashboards ?? null,
  );
  const config = new ConfigSources(folder.config, folder.sources, engine, secrets, () => engine.appChanged());
  const presets = new PresetShelf(folder.presets, engine, (drafts) => opened?.views.dashboards.createAll(drafts) ?? []);
  const keeper = new KeeperClient(new URL(data.keeperWorker));
  const backups = new Backups({ clock: systemClock, keeper, places: folder.places, store, engine, log });
  engine.start();
  rememberWriter(store, data.version);
  const { views } = (opened = openViews({
    engine,
    store,
    log,
    startQueryChild,
    file: folder.places.database,
    onDashboard: (id) => watching?.dashboardChanged(id),
  }));
  const alerts = openAlerts({ engine, store, log, views, secrets, fetch: ownFetch, notify });
  transfers.open();
  if (recovery !== null) {
    const { message, advice } = recoveryWords(recovery);
    log.error({ recovery }, 'the database could not be used');
    engine.notify('database-recovered', 'warning', message, advice);
  }
  if (strayLog !== null) {
    const { message, advice } = strayLogWords(strayLog);
    log.error({ strayLog }, 'the write-ahead log was that of another time');
    engine.notify('stray-log', 'warning', message, advice);
  }
  backups.start(recovery);
  recoveryTold(folder.places.database);
  await config.open();
  // Whoever lost a database does not want the demo in its place.
  await demo.open(data.demo && recovery === null);
  // Not before all sources are there: where an alert on one that is missing stands would be forgotten.
  watching = alerts;
  alerts.start();
  const reader = new ReaderClient(new URL(data.readerWorker), folder.places.database);
  const handler = new PeerHandler<ClientInfo>(
    makeRouter({ engine, reader, demo, backups, restore, transfers, views, alerts, presets, fetch: ownFetch }),
    {
      clientInterceptors: [
        onError((error) => {
          throw asCallError(error, (unexpected) => log.error({ err: unexpected }, 'a call failed'));
        }),
      ],
    },
  );
  leave.give(folder.places.database);
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
      alerts.stop();
      await opened.close();
      await engine.stop();
      await Promise.all([reader.stop(), leave.take()]);
      await demo.close();
      store.close();
    },
  };
}
