import { onError } from '@orpc/server';
import { experimental_RPCHandler as PeerHandler } from '@orpc/server/crossws';
import { type AppStatus, sourceConfigSchema, toIso } from '../../src-preload/contract/index.ts';
import { Problem } from '../engine/calls/problem.ts';
import { systemClock } from '../engine/clock.ts';
import { Engine } from '../engine/engine.ts';
import { KeeperClient } from '../store/backups/keeper-client.ts';
import { NewerDatabase } from '../store/database.ts';
import { ReaderClient } from '../store/reader-client.ts';
import type { StoredSource } from '../store/sources.ts';
import { Store } from '../store/store.ts';
import { Backups } from './backups.ts';
import { asCallError } from './call-errors.ts';
import { ConfigSources } from './config-sources.ts';
import { DemoWorkspace } from './demo-workspace.ts';
import type { ClientInfo } from './messages.ts';
import { openAlerts } from './open-alerts.ts';
import { type OpenViews, openViews } from './open-views.ts';
import { PresetShelf } from './preset-shelf.ts';
import { makeRouter } from './router.ts';
import { Transfers } from './transfers.ts';
import { type Workspace, type WorkspaceSetup, WRITTEN_BY } from './workspace.ts';

type ReadOnly = NonNullable<AppStatus['readOnly']>;

/** Calls that change nothing, by their names in the contract. All others are refused; those that come with later versions too. */
const HARMLESS = new Set([
  'app.health',
  'app.status',
  'app.savings',
  'backups.list',
  'activity.show',
  'activity.hours',
  'sources.list',
  'sources.get',
  'sources.plan',
  'sources.retentionPreview',
  'sources.why',
  'sources.records',
  'sources.record',
  'sources.recordChanges',
  'sources.window',
  'refreshes.list',
  'records.search',
  'freshness.list',
  'presets.list',
  'sources.export',
  'quotas.list',
  'decisions.test',
  'policies.preview',
  'dashboards.list',
  'dashboards.get',
  'dashboards.export',
  'dashboards.choices',
  'alerts.list',
  'alerts.get',
  'alerts.messages',
  'panels.data',
  'panels.preview',
  'panels.target',
  'schema.list',
  'cache.list',
  'cache.warm',
  'cache.clear',
  'events.subscribe',
]);

/** What a page says of itself by its own accord, which here has no bearing on anything. */
function answerToPage(name: string, engine: Engine, { kind, sessionId }: ClientInfo): unknown {
  if (kind === 'api') return undefined;
  if (name === 'activity.beat') return { sessionId, active: false };
  if (name === 'activity.mode') return engine.activity();
  if (name === 'sources.looked') return { waiting: false };
  if (name === 'sources.shown') return {};
  return undefined;
}

/** Why nothing is changed. `hidden`: names of sources with settings that this version cannot read. */
export function readOnlyWords(writtenBy: string | null, version: string, hidden: readonly string[]): ReadOnly {
  const left = hidden.length === 0 ? '' : ` What is set for ${hidden.join(', ')} cannot be read here, so that is not shown.`;
  return {
    writtenBy,
    message: `This data was written by ${writtenBy === null ? 'a newer Freshet' : `Freshet ${writtenBy}`}; this is ${version}: nothing is refreshed or changed.${left}`,
    advice: 'Update Freshet.',
  };
}

const isReadable = ({ config }: StoredSource): boolean => sourceConfigSchema.safeParse(config).success;

/**
 * Shows what a newer Freshet has written, on connections that cannot write: sources, records and history as far as this
 * version can read them. Nothing is refreshed, backed up, tidied or migrated. `why` is why the workspace was not opened for
 * writing; it is thrown again where that is of another kind, or too little can be read.
 */
export function openReadOnlyWorkspace(
  { data, folder, log, cipher, secrets, leave, startQueryChild, startedAt }: WorkspaceSetup,
  why: unknown,
): Workspace {
  if (!(why instanceof NewerDatabase)) throw why;
  const { places } = folder;
  const store = Store.ofNewer(places.database);
  let readOnly: ReadOnly;
  const engine: Engine = new Engine({
    clock: systemClock,
    random: Math.random,
    fetch: globalThis.fetch,
    // Nothing is called.
    allowPrivate: false,
    store,
    secrets,
    environment: process.env,
    log,
    safeMode: true,
    readOnly: true,
    describeApp: () => ({
      version: data.version,
      form: data.form,
      dataFolder: data.dataFolder,
      startedAt: toIso(startedAt),
      demo: { on: false, url: null, faults: null },
      configFile: config.show(),
      secrets: { protection: cipher.protection, words: cipher.words },
      transfer: null,
      readOnly,
    }),
  });
  const config = new ConfigSources(folder.config, folder.sources, engine, secrets, () => undefined);
  try {
    const hidden = store.sources.all().filter((source) => !isReadable(source));
    readOnly = readOnlyWords(
      store.meta.get(WRITTEN_BY),
      data.version,
      hidden.map((source) => source.config.name),
    );
    engine.show(isReadable);
    // Whatever cannot be read shows now, while there still is another answer.
    engine.sources();
    engine.refreshes({ sourceId: undefined, outcome: undefined, limit: 1, cursor: undefined });
  } catch (error) {
    log.error({ err: error }, 'the database of a newer version cannot be read');
    store.close();
    throw why;
  }
  log.warn({ readOnly }, 'opened without writing');
  const keeper = new KeeperClient(new URL(data.keeperWorker));
  const reader = new ReaderClient(new URL(data.readerWorker), places.database);
  const opened: OpenViews = openViews({ engine, store, log, startQueryChild, file: places.database });
  const refusal = () => new Problem('CONFLICT', readOnly.message, readOnly.advice);
  const refused = () => Promise.reject(refusal());
  const router = makeRouter({
    engine,
    reader,
    demo: new DemoWorkspace(
      engine,
      store.meta,
      () => systemClock.now(),
      () => null,
    ),
    backups: new Backups({ clock: systemClock, keeper, places, store, engine, log }),
    restore: refused,
    transfers: new Transfers({
      dataFolder: data.dataFolder,
      database: places.database,
      version: data.version,
      target: { store, secrets, now: () => systemClock.now(), takeIn: () => Promise.reject(refusal()) },
      report: () => undefined,
      onChange: () => undefined,
    }),
    views: opened.views,
    alerts: openAlerts({ engine, store, log, views: opened.views, secrets, fetch: refused, notify: () => Promise.resolve(false) }),
    presets: new PresetShelf(folder.presets, engine, () => []),
    fetch: refused,
  });
  const handler = new PeerHandler<ClientInfo>(router, {
    clientInterceptors: [
      onError((error) => {
        throw asCallError(error, (unexpected) => log.error({ err: unexpected }, 'a call failed'));
      }),
      (options) => {
        const { path, context } = options;
        const name = path.join('.');
        if (HARMLESS.has(name)) return options.next();
        const answer = answerToPage(name, engine, context);
        if (answer === undefined) throw refusal();
        return Promise.resolve(answer);
      },
    ],
  });
  leave.give(places.database);
  return {
    engine: { windowChanged: () => undefined, systemChanged: () => undefined, notify: () => undefined },
    backups: { beforeRestore: () => Promise.reject(refusal()), replace: () => Promise.reject(refusal()) },
    sessions: { open: () => undefined },
    handler,
    sqliteVersion: store.sqliteVersion,
    async close() {
      keeper.stop();
      await opened.close();
      await Promise.all([reader.stop(), leave.take()]);
      store.close();
    },
  };
}
