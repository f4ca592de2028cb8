import { setImmediate as turn } from 'node:timers/promises';
import type { Dashboard, ExistingSources, ImportedSource, ImportPreview, SourceConfig } from '../../src-preload/contract/index.ts';
import { sourceConfigSchema } from '../../src-preload/contract/index.ts';
import { secretNamesOf, secretsOf, withoutSecrets } from '../engine/sign-in/secrets.ts';
import { maySendSecrets } from '../engine/source-book.ts';
import type { Staged } from '../store/staging.ts';
import type { StoredSource } from '../store/sources.ts';
import type { Store } from '../store/store.ts';
import type { Row, WorkspaceRow } from '../store/workspace-reader.ts';
import type { SecretFile } from './secret-file.ts';
import { importDiskFull, TransferError, transferError } from './transfer-error.ts';
import { type Line, readWorkspaceFile } from './workspace-file.ts';

export interface ImportTarget {
  store: Store;
  secrets: Pick<SecretFile, 'has' | 'copy' | 'delete'>;
  now: () => number;
  /** Lets `work` put a stored source in its place, while nothing of it runs. */
  takeIn: (id: string, work: () => Promise<void>) => Promise<void>;
  /** Dashboards have been stored that were not there before. */
  onDashboards?: () => void;
}

export interface ImportOptions {
  file: string;
  existing: ExistingSources;
  signal: AbortSignal;
  onProgress: (phase: 'checking' | 'writing', done: number, total: number) => void;
  onSource: (source: ImportedSource) => void;
}

/** Rows that are written at once, and after which whoever else uses the thread gets a turn. */
const ROWS_PER_TURN = 200;

/** Texts that hold JSON; what cannot be read later must not be taken in. */
const JSON_COLUMNS = ['basic', 'rich', 'fields', 'failure', 'inputs', 'rejections', 'rule', 'details'];

/** The settings of a source of an export, without secrets. Throws `TransferError`. */
function configOf(source: Row, file: string): SourceConfig {
  const damaged = (what: string) =>
    new TransferError(`${file} holds settings that cannot be used: ${what}.`, 'Export it anew. Nothing was imported.');
  let read: unknown;
  try {
    read = JSON.parse(String(source['config']));
  } catch {
    throw damaged(String(source['id']));
  }
  const config = sourceConfigSchema.safeParse(read);
  if (!config.success) throw damaged(`${String(source['id'])}, ${config.error.issues[0]?.message ?? ''}`);
  if (config.data.id !== source['id']) throw damaged(`the id ${String(source['id'])}`);
  return { ...config.data, auth: withoutSecrets(config.data.auth) };
}

function checkJson(row: Row, file: string): void {
  for (const name of JSON_COLUMNS) {
    const text = row[name];
    if (text === undefined || text === null) continue;
    try {
      JSON.parse(String(text));
    } catch {
      throw new TransferError(`${file} is damaged: a value of it cannot be read.`, 'Export it anew. Nothing was imported.');
    }
  }
}

const needsKey = (config: SourceConfig) =>
  secretsOf(config.id, config.auth).some(({ secret }) => typeof secret === 'object' && 'stored' in secret);

const isKept = (store: Store, dashboardId: string) => {
  const kept = store.dashboards.find(dashboardId);
  return kept !== null && kept.removedAt === null;
};

const isThere = (stored: StoredSource | null): stored is StoredSource => stored !== null && stored.removedAt === null;

/** Reads a file to its end and says what it holds and what an import would do. Throws `TransferError`. */
export async function checkWorkspace(
  store: Store,
  file: string,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<ImportPreview> {
  const preview: ImportPreview = { file, app: '', at: '', records: 0, sources: [], dashboards: [] };
  const ids = new Set<string>();
  let rows = 0;
  let records = 0;
  const lines = readWorkspaceFile(file, store.schema, signal, (header) => {
    Object.assign(preview, { app: header.app, at: header.at, records: header.records });
  });
  for await (const line of lines) {
    if (line.kind === 'row') {
      checkJson(line.row, file);
      if (line.table === 'records') records += 1;
      if ((rows += 1) % ROWS_PER_TURN !== 0) continue;
      onProgress(records, preview.records);
      await turn();
      continue;
    }
    if (line.kind === 'dashboard') {
      const { id, title } = line.dashboard;
      preview.dashboards.push({ id, title, there: isKept(store, id) });
      continue;
    }
    checkJson(line.source, file);
    const config = configOf(line.source, file);
    if (ids.has(config.id))
      throw new TransferError(`${file} holds the source ${config.id} twice.`, 'Export it anew. Nothing was imported.');
    ids.add(config.id);
    const before = store.sources.find(config.id);
    preview.sources.push({
      id: config.id,
      name: config.name,
      host: new URL(config.url).host,
      records: line.records,
      there: !isThere(before) ? 'no' : before.origin === 'config' ? 'config-file' : 'yes',
      needsKey: needsKey(config),
    });
  }
  return preview;
}

/** Takes in the sources of one file. */
class Import {
  readonly #target: ImportTarget;
  readonly #options: ImportOptions;
  /** The source that is being put together; `null` between sources and for one that is left out. */
  #staged: { into: Staged; config: SourceConfig; records: number } | null = null;
  #rows: WorkspaceRow[] = [];
  #done = 0;

  constructor(target: ImportTarget, options: ImportOptions) {
    this.#target = target;
    this.#options = options;
  }

  async run(): Promise<void> {
    const { file, signal, onProgress } = this.#options;
    const { store } = this.#target;
    // Nothing is changed before the file has been read to its end.
    const { records } = await checkWorkspace(store, file, signal, (done, total) => onProgress('checking', done, total));
    onProgress('writing', 0, records);
    try {
      // What could not be removed again on a full disk.
      await dropLeftOver(store);
      for await (const line of readWorkspaceFile(file, store.schema, signal, () => undefined)) await this.#take(line, records);
      await this.#finish();
      onProgress('writing', this.#done, records);
    } catch (error) {
      await this.#giveUp();
      signal.throwIfAborted();
      throw importDiskFull(error) ?? transferError(error, file);
    }
  }

  async #take(line: Line, total: number): Promise<void> {
    const { signal, onProgress, file } = this.#options;
    if (line.kind === 'dashboard') {
      this.#takeDashboard(line.dashboard);
      return;
    }
    if (line.kind === 'source') {
      await this.#finish();
      this.#begin(line.source, configOf(line.source, file), line.records);
      return;
    }
    if (line.table === 'records') this.#done += 1;
    this.#rows.push({ table: line.table, row: line.row });
    if (this.#rows.length < ROWS_PER_TURN) return;
    this.#write();
    onProgress('writing', this.#done, total);
    signal.throwIfAborted();
    await turn();
  }

  /** As with sources, one that is there stays or is replaced; what it was can be brought back by undo. */
  #takeDashboard(dashboard: Dashboard): void {
    const { store, now, onDashboards } = this.#target;
    const before = store.dashboards.find(dashboard.id);
    if (before === null || before.removedAt !== null) store.dashboards.add(dashboard, now());
    else if (this.#options.existing === 'replace') store.dashboards.replace(before.row, dashboard, now());
    else return;
    onDashboards?.();
  }

  #begin(source: Row, config: SourceConfig, records: number): void {
    const { store, now } = this.#target;
    const before = store.sources.find(config.id);
    const isOfFile = isThere(before) && before.origin === 'config';
    if (isThere(before) && (isOfFile || this.#options.existing === 'keep')) {
      this.#options.onSource({ id: config.id, name: config.name, records, outcome: isOfFile ? 'config-file' : 'kept', keptAs: null });
      return;
    }
    this.#staged = { into: store.staging.begin(source, config, now()), config, records };
  }

  #write(): void {
    if (this.#staged !== null) this.#target.store.staging.add(this.#staged.into, this.#rows);
    this.#rows = [];
  }

  /** Puts the source in its place. */
  async #finish(): Promise<void> {
    this.#write();
    const staged = this.#staged;
    if (staged === null) return;
    const { store, now, takeIn } = this.#target;
    const { into, config, records } = staged;
    const placed: { replaced: boolean; keptAs: string | null } = { replaced: false, keptAs: null };
    await takeIn(config.id, async () => {
      const before = store.sources.find(config.id);
      const keptAs = before === null ? null : this.#freeId(config.id);
      await this.#moveSecrets(config, before, keptAs);
      const needsSecret = await this.#missingSecret(config);
      store.transaction(() => {
        store.staging.reveal(into, config.id, before === null || keptAs === null ? null : { row: before.row, keptAs }, now());
        if (needsSecret) this.#askForSecret(config);
      });
      if (isThere(before)) Object.assign(placed, { replaced: true, keptAs });
    });
    this.#staged = null;
    const outcome = placed.replaced ? 'replaced' : 'added';
    this.#options.onSource({ id: config.id, name: config.name, records, outcome, keptAs: placed.keptAs });
  }

  /** Lets a source say at once what its first refresh would. */
  #askForSecret(config: SourceConfig): void {
    const { store } = this.#target;
    const stored = store.sources.find(config.id);
    if (stored === null) return;
    store.sources.saveState(stored.row, {
      ...stored.state,
      failures: Math.max(1, stored.state.failures),
      failure: {
        code: 'secret-missing',
        message: `The key of ${config.name} is not here: an export never holds one.`,
        advice: 'Enter the key in the settings of the source.',
      },
      obstacle: { kind: 'needs-fix', until: Infinity },
    });
  }

  /** An id for the source of before, such as odds-before-20261121. */
  #freeId(id: string): string {
    const { store, now } = this.#target;
    const day = new Date(now()).toISOString().slice(0, 10).replaceAll('-', '');
    const base = `${id.slice(0, 40)}-before-${day}`;
    let free = base;
    for (let number = 2; store.sources.find(free) !== null; number += 1) free = `${base}-${number}`;
    return free;
  }

  /**
   * The secrets of the source of before go with it. They stay with the new one too where it sends them to the same hosts:
   * otherwise a file could have a key sent to a server of its own. What is not to stay is deleted before the new source
   * takes its place, so that no crash in between can leave it a key.
   */
  async #moveSecrets(config: SourceConfig, before: StoredSource | null, keptAs: string | null): Promise<void> {
    const { secrets } = this.#target;
    const names = secretNamesOf(config.id);
    if (keptAs !== null) for (const [index, name] of secretNamesOf(keptAs).entries()) await secrets.copy(names[index] ?? '', name);
    if (isThere(before) && maySendSecrets(before.config, config)) return;
    for (const name of names) await secrets.delete(name);
  }

  async #missingSecret(config: SourceConfig): Promise<boolean> {
    for (const { name, secret } of secretsOf(config.id, config.auth))
      if (typeof secret === 'object' && 'stored' in secret && !(await this.#target.secrets.has(name))) return true;
    return false;
  }

  async #giveUp(): Promise<void> {
    if (this.#staged === null) return;
    const { row } = this.#staged.into;
    this.#staged = null;
    await dropStaged(this.#target.store, row).catch(() => undefined);
  }
}

async function dropStaged(store: Store, row: number): Promise<void> {
  while (!store.staging.drop(row)) await turn();
}

/** Removes what imports that a crash ended have left. */
export async function dropLeftOver(store: Store): Promise<void> {
  for (const row of store.staging.leftOver()) await dropStaged(store, row);
}

/**
 * Takes in the sources of a file: each is put together out of sight and takes its place in one transaction. Throws
 * `TransferError`, and the reason of the signal; sources that were taken in by then stay.
 */
export async function importWorkspace(target: ImportTarget, options: ImportOptions): Promise<void> {
  await new Import(target, options).run();
}
