import { isDeepStrictEqual } from 'node:util';
import type { SourceConfig, SourceDraft, SourceOrigin } from '../../src-preload/contract/index.ts';
import { ruleOf } from '../../src-preload/contract/index.ts';
import { compileExpression, ExpressionError } from '../connectors/expression.ts';
import type { StoredSource } from '../store/sources.ts';
import { CallLogs } from './call-logs.ts';
import { checkCheaper } from './check-cheaper.ts';
import type { Core } from './core.ts';
import { compileCron } from './cron.ts';
import { Problem } from './problem.ts';
import { resolveSecret, secretNameOf, secretOf, withoutSecret } from './secrets.ts';
import { openEntry, type SourceEntry } from './source-entry.ts';

/** How long a removed source can be brought back with its records, milliseconds. */
export const RESTORABLE_MS = 30 * 86_400_000;

/** Settings that change neither what is asked nor what is made of the answer. */
const SURFACE = ['id', 'name', 'policy', 'push', 'quota', 'timeoutSeconds', 'maxBodyMebibytes'] as const;

function bearingOnData(config: SourceConfig): Partial<SourceConfig> {
  const bearing: Partial<SourceConfig> = { ...config };
  for (const name of SURFACE) delete bearing[name];
  return bearing;
}

function slug(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50);
  return plain === '' ? 'source' : plain;
}

function pushExpressions(push: SourceConfig['push']): [string, string][] {
  if (push === undefined) return [];
  const texts = {
    messages: push.messages,
    record: push.record,
    id: push.id,
    action: push.action,
    sequence: push.sequence,
    'fetch.record': push.fetch?.record,
    cursor: push.kind === 'long-poll' ? push.cursor : undefined,
  };
  return Object.entries(texts).flatMap(([name, text]): [string, string][] => (text === undefined ? [] : [[`push.${name}`, text]]));
}

/** Where the secret of a source is sent. */
function placesOfSecret({ url, push }: SourceConfig): URL[] {
  return [new URL(url), ...(push?.credentials === true ? [new URL(push.url)] : [])];
}

const isSecure = ({ protocol }: URL) => protocol === 'https:' || protocol === 'wss:';

/** Whether a secret that was entered for one address may be sent to another: to the same host, and not less securely. */
const mayFollow = (from: URL, to: URL) => from.hostname === to.hostname && (isSecure(to) || !isSecure(from));

/** Says which expressions of a source cannot be read. */
function checkExpressions(config: SourceConfig): void {
  const texts: [string, string][] = [
    ['list', config.list],
    ['idField', config.idField],
    ...Object.entries(config.computed).map(([name, text]): [string, string] => [`computed.${name}`, text]),
    ...(config.probe === undefined ? [] : [['probe.value', config.probe.value] satisfies [string, string]]),
    ...(config.batch?.key === undefined ? [] : [['batch.key', config.batch.key] satisfies [string, string]]),
    ...pushExpressions(config.push),
    ...(config.paging.kind === 'cursor' ? [['paging.cursor', config.paging.cursor] satisfies [string, string]] : []),
  ];
  const problems = texts.flatMap(([path, text]) => {
    try {
      compileExpression(text);
      return [];
    } catch (error) {
      if (error instanceof ExpressionError) return [{ path, message: error.message }];
      throw error;
    }
  });
  const { cron } = ruleOf(config.policy);
  if (cron !== null) {
    try {
      compileCron(cron.expression, cron.timeZone);
    } catch (error) {
      problems.push({ path: 'policy.expression', message: error instanceof Error ? error.message : String(error) });
    }
  }
  if (problems.length > 0) throw new Problem('UNPROCESSABLE', problems[0]?.message ?? '', 'Correct the expression.', problems);
  checkCheaper(config);
}

/** Adds, changes, removes and brings back sources, with their secrets. */
export class SourceBook {
  readonly #core: Core;

  readonly #logs: CallLogs;

  constructor(core: Core) {
    this.#core = core;
    this.#logs = new CallLogs(core.store);
  }

  open(): void {
    const { clock, store, entries } = this.#core;
    const now = clock.now();
    store.sources.purgeRemoved(now - RESTORABLE_MS);
    const all = store.sources.all();
    for (const stored of all) entries.set(stored.id, openEntry(store, stored, this.#logs.meterOf(stored, all, now), now));
  }

  /** Throws `Problem` NOT_FOUND. */
  find(id: string): SourceEntry {
    const entry = this.#core.entries.get(id);
    if (entry === undefined)
      throw new Problem('NOT_FOUND', `There is no source "${id}".`, 'GET /api/v1/sources lists those that there are.');
    return entry;
  }

  /** A draft with an id that nobody has. */
  withId(draft: SourceDraft): SourceConfig {
    const { store } = this.#core;
    const { id, ...rest } = draft;
    if (id !== undefined) return { id, ...rest };
    const base = slug(draft.name);
    let free = base;
    for (let number = 2; store.sources.find(free) !== null; number += 1) free = `${base}-${number}`;
    return { id: free, ...rest };
  }

  /** Throws `Problem` when the id is taken or an expression cannot be read. A removed source of that id comes back, with its records. */
  async add(draft: SourceDraft, origin: SourceOrigin): Promise<SourceEntry> {
    const { store, clock, entries } = this.#core;
    const config = this.withId(draft);
    checkExpressions(config);
    if (entries.has(config.id))
      throw new Problem('CONFLICT', `There is a source "${config.id}" already.`, 'Choose another id, or change that source.');
    const before = store.sources.find(config.id);
    if (before !== null) {
      await this.#keepSecret(config, before);
      return this.#reopen(before, config, origin);
    }
    await this.#keepSecret(config, null);
    const stored = store.sources.add({ ...config, auth: withoutSecret(config.auth) }, origin, clock.now());
    const entry = this.#open(stored);
    entries.set(entry.id, entry);
    this.#meterAnew(entry, undefined);
    return entry;
  }

  /** Changes a source; its records stay. Throws `Problem`. */
  async update(config: SourceConfig, origin: SourceOrigin): Promise<SourceEntry> {
    const entry = this.find(config.id);
    if (entry.origin === 'config' && origin !== 'config') {
      throw new Problem(
        'CONFLICT',
        `"${entry.config.name}" is defined in freshet.config.json.`,
        'Change it there; the file is read again as soon as it is saved.',
      );
    }
    checkExpressions(config);
    const before = { config: entry.config };
    const typedSecret = typeof secretOf(config.auth) === 'string' && (await this.#secretOf(entry.config)) !== secretOf(config.auth);
    await this.#keepSecret(config, before);
    const stored = { ...config, auth: withoutSecret(config.auth) };
    const bears = typedSecret || !isDeepStrictEqual(bearingOnData(stored), bearingOnData(entry.config));
    this.#apply(entry, stored, origin, bears);
    return entry;
  }

  /** Throws `Problem`. The records stay for 30 days. Gives the moment until which the source can be brought back. */
  remove(id: string, byConfigFile: boolean): number {
    const { store, clock, entries } = this.#core;
    const entry = this.find(id);
    if (entry.origin === 'config' && !byConfigFile) {
      throw new Problem('CONFLICT', `"${entry.config.name}" is defined in freshet.config.json.`, 'Take it out of that file instead.');
    }
    const now = clock.now();
    store.sources.remove(entry.row, now);
    entries.delete(id);
    return now + RESTORABLE_MS;
  }

  /** Throws `Problem`. */
  restore(id: string): SourceEntry {
    const { store, entries } = this.#core;
    if (entries.has(id)) throw new Problem('CONFLICT', `The source "${id}" is there.`, 'Nothing needs to be brought back.');
    const stored = store.sources.find(id);
    if (stored === null) throw new Problem('NOT_FOUND', `There is no removed source "${id}".`, 'Removed sources are kept for 30 days.');
    return this.#reopen(stored, stored.config, stored.origin === 'config' ? 'app' : stored.origin);
  }

  /** The value of a source's secret; `null` where it has none or it is missing. */
  async #secretOf(config: SourceConfig): Promise<string | null> {
    const secret = secretOf(config.auth);
    return secret === null ? null : resolveSecret(this.#core.secrets, config.id, secret, this.#core.environment);
  }

  /**
   * The secret for trying a draft. A stored one is used only for the host that it was entered for: otherwise anybody who
   * may try sources could have it sent to a server of their own. Throws `Problem`.
   */
  async secretFor(draft: SourceConfig): Promise<string | null> {
    const entry = this.#core.entries.get(draft.id);
    if (entry !== undefined) this.#guardStored(draft, entry);
    return this.#secretOf(draft);
  }

  #guardStored(config: SourceConfig, before: { config: SourceConfig }): void {
    const secret = secretOf(config.auth);
    if (typeof secret !== 'object' || secret === null || !('stored' in secret)) return;
    const known = placesOfSecret(before.config);
    const unknown = placesOfSecret(config).find((to) => !known.some((from) => mayFollow(from, to)));
    if (unknown === undefined) return;
    const message = `The stored key was entered for ${new URL(before.config.url).origin} and is not sent to ${unknown.origin}.`;
    throw new Problem('UNPROCESSABLE', message, 'Enter the key again.', [{ path: 'auth.secret', message }]);
  }

  async #keepSecret(config: SourceConfig, before: { config: SourceConfig } | null): Promise<void> {
    const secret = secretOf(config.auth);
    if (before !== null) this.#guardStored(config, before);
    if (typeof secret === 'string') await this.#core.secrets.set(secretNameOf(config.id), secret);
    else if (before !== null && (secret === null || 'env' in secret)) await this.#core.secrets.delete(secretNameOf(config.id));
  }

  #open(stored: StoredSource): SourceEntry {
    const { store, clock, entries } = this.#core;
    return openEntry(store, stored, this.#logs.meterOf(stored, entries.values(), clock.now()), clock.now());
  }

  /** Meters a source by its settings as they are now, and with it all that share its key, or shared the one before. */
  #meterAnew(entry: SourceEntry, keyBefore: string | undefined): void {
    const { entries, clock } = this.#core;
    const keys = new Set([keyBefore, entry.config.quota.key].filter((key) => key !== undefined));
    for (const key of keys) this.#logs.forget(key);
    const all = new Set([...entries.values(), entry]);
    for (const each of all) {
      const { key } = each.config.quota;
      if (each === entry || (key !== undefined && keys.has(key))) each.meter = this.#logs.meterOf(each, all, clock.now());
    }
  }

  #apply(entry: SourceEntry, config: SourceConfig, origin: SourceOrigin, bearsOnData: boolean): void {
    const { store } = this.#core;
    store.transaction(() => {
      if (!bearsOnData) {
        store.sources.changeSettings(entry.row, config, origin);
        return;
      }
      store.sources.change(entry.row, config, origin);
      // What stood in the way, and the age, belonged to the settings before.
      entry.state = {
        ...entry.state,
        checkedAt: null,
        fullAt: null,
        probeValue: null,
        mark: null,
        failures: 0,
        failure: null,
        obstacle: null,
      };
      store.sources.saveState(entry.row, entry.state);
    });
    const keyBefore = entry.config.quota.key;
    entry.config = config;
    entry.rule = ruleOf(config.policy);
    entry.origin = origin;
    this.#meterAnew(entry, keyBefore);
  }

  #reopen(stored: StoredSource, config: SourceConfig, origin: SourceOrigin): SourceEntry {
    const { entries } = this.#core;
    const entry = this.#open(stored);
    const kept = { ...config, auth: withoutSecret(config.auth) };
    this.#apply(entry, kept, origin, !isDeepStrictEqual(bearingOnData(kept), bearingOnData(stored.config)));
    entries.set(entry.id, entry);
    return entry;
  }
}
