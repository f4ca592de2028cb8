import { isDeepStrictEqual } from 'node:util';
import type { ChangePlan, SourceConfig, SourceDraft, SourceOrigin } from '../../src-preload/contract/index.ts';
import { ruleOf } from '../../src-preload/contract/index.ts';
import { compileExpression, ExpressionError } from '../connectors/expression.ts';
import type { StoredSource } from '../store/sources.ts';
import { recordKeyOf } from './sign-in/access-tokens.ts';
import { CallLogs } from './quota/call-logs.ts';
import { changePlan, costPerDay, type Plannable, planSide } from './decide/change-plan.ts';
import { checkCheaper } from './calls/check-cheaper.ts';
import type { Core } from './core.ts';
import { expectedCost, firstCallCost } from './quota/cost.ts';
import { compileCron } from './decide/cron.ts';
import { Problem } from './calls/problem.ts';
import { tokenGrantOf } from './sign-in/sign-in.ts';
import { resolveSecret, secretNamesOf, secretsOf, withoutSecrets } from './sign-in/secrets.ts';
import { keepLonger } from './upkeep/retention-refuse.ts';
import { openEntry, type SourceEntry } from './source-entry.ts';

/** How long a removed source can be brought back with its records, milliseconds. */
export const RESTORABLE_MS = 30 * 86_400_000;

/** Settings that change neither what is asked nor what is made of the answer. */
const SURFACE = [
  'id',
  'name',
  'policy',
  'push',
  'quota',
  'enrichment',
  'retention',
  'changeLog',
  'timeoutSeconds',
  'maxBodyMebibytes',
] as const;

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

/** Where a source proves who it is: a key or an access token goes to the API, what is entered for OAuth to the token URL. */
function placesOfSecrets({ url, auth, push }: SourceConfig): { api: URL[]; tokens: URL[] } {
  return {
    api: [new URL(url), ...(push?.credentials === true ? [new URL(push.url)] : [])],
    tokens: auth.kind === 'oauth2' ? [new URL(auth.tokenUrl)] : [],
  };
}

const isSecure = ({ protocol }: URL) => protocol === 'https:' || protocol === 'wss:';

/** Whether a secret that was entered for one address may be sent to another: to the same host, and not less securely. */
const mayFollow = (from: URL, to: URL) => from.hostname === to.hostname && (isSecure(to) || !isSecure(from));

/** Whether all places that a source sends secrets to may get those that were entered for another. */
export function maySendSecrets(before: SourceConfig, wanted: SourceConfig): boolean {
  const [known, next] = [placesOfSecrets(before), placesOfSecrets(wanted)];
  const isKnown = (to: URL, places: readonly URL[]) => places.some((from) => mayFollow(from, to));
  return next.api.every((to) => isKnown(to, known.api)) && next.tokens.every((to) => isKnown(to, known.tokens));
}

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
  for (const [index, { fields, batch }] of (config.enrichment?.requests ?? []).entries()) {
    const at = `enrichment.requests.${index}`;
    for (const [path, text] of Object.entries(fields)) texts.push([`${at}.fields.${path}`, text]);
    if (batch !== undefined) texts.push([`${at}.batch.list`, batch.list], [`${at}.batch.idField`, batch.idField]);
  }
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

/** What the first call costs by its expression; `null` where there is none. Throws `Problem` when it gives no cost. */
async function checkCost(config: SourceConfig): Promise<number | null> {
  try {
    return await firstCallCost(config);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const problem = { path: 'quota.cost.expression', message: error.message };
    throw new Problem('UNPROCESSABLE', error.message, 'Correct the expression.', [problem]);
  }
}

/** Adds, changes, removes and brings back sources, with their secrets. */
export class SourceBook {
  readonly #core: Core;

  readonly #logs: CallLogs;

  constructor(core: Core) {
    this.#core = core;
    this.#logs = new CallLogs(core.store, () => core.habits.weights);
  }

  open(canShow: (source: StoredSource) => boolean = () => true): void {
    const { clock, store, entries } = this.#core;
    const now = clock.now();
    const all = store.sources.all().filter(canShow);
    for (const stored of all) entries.set(stored.id, openEntry(store, stored, this.#logs.meterOf(stored, all, now), now));
  }

  /** Deletes for good what cannot be brought back any more, with its secrets, and sign-ins that no source has had for as long. */
  async purge(): Promise<void> {
    const { clock, store, entries, secrets, tokens } = this.#core;
    const before = clock.now() - RESTORABLE_MS;
    const gone = store.sources.purgeRemoved(before);
    const kept = store.sources.withRemoved();
    for (const id of gone) for (const name of secretNamesOf(id)) if (!entries.has(id)) await secrets.delete(name);
    const keys = new Set<string>();
    for (const source of kept) {
      const grant = await tokenGrantOf(this.#core, source).catch(() => 'unknown' as const);
      // Which sign-in it has cannot be told while its secret is not there, so none may go.
      if (grant === 'unknown') return;
      if (grant !== null) keys.add(recordKeyOf(grant));
    }
    await tokens.dropUnused(keys, before);
  }

  /** Makes the entry of a source as it is stored; `null` when it is not there. */
  reopen(id: string): SourceEntry | null {
    const { store, entries } = this.#core;
    const stored = store.sources.find(id);
    if (stored === null || stored.removedAt !== null) return null;
    const entry = this.#open(stored);
    entries.set(id, entry);
    this.#meterAnew(entry, undefined);
    return entry;
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
    const cost = await checkCost(config);
    if (entries.has(config.id))
      throw new Problem('CONFLICT', `There is a source "${config.id}" already.`, 'Choose another id, or change that source.');
    const before = store.sources.find(config.id);
    if (before !== null) {
      await this.#keepSecrets(config, before);
      return this.#reopen(before, config, origin, cost);
    }
    await this.#keepSecrets(config, null);
    const stored = store.sources.add({ ...config, auth: withoutSecrets(config.auth) }, origin, clock.now());
    const entry = this.#open(stored);
    this.#setCost(entry, cost);
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
    const cost = await checkCost(config);
    const before = { config: entry.config };
    const typedSecret = await this.#hasNewSecret(config, entry.config);
    await this.#keepSecrets(config, before);
    const stored = { ...config, auth: withoutSecrets(config.auth) };
    const bears = typedSecret || !isDeepStrictEqual(bearingOnData(stored), bearingOnData(entry.config));
    const isCostedAnew = cost !== null || !isDeepStrictEqual(config.quota.cost, entry.config.quota.cost);
    this.#apply(entry, stored, origin, bears);
    if (isCostedAnew) this.#setCost(entry, cost);
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

  /** What a draft would cost, against the source that it changes. Throws `Problem` when one of its expressions cannot be read. */
  async plan(draft: SourceDraft, hours: readonly number[] | null): Promise<ChangePlan> {
    const { clock, entries } = this.#core;
    const config = { ...draft, id: draft.id ?? '' };
    checkExpressions(config);
    const computed = await checkCost(config);
    const now = clock.now();
    const entry = entries.get(config.id) ?? null;
    const learned = entry !== null && isDeepStrictEqual(entry.config.quota.cost, config.quota.cost) ? entry.state.learnedCost : null;
    const cost = computed ?? expectedCost({ config, state: { learnedCost: learned } });
    const others = [...entries.values()].filter((each) => each !== entry);
    const sharing = (key: string | undefined) => others.filter((each) => key !== undefined && each.config.quota.key === key);
    const spentBy = (each: SourceEntry) => costPerDay({ ...each, cost: expectedCost(each) }, hours);
    const sideOf = (plannable: Plannable) => {
      const meter = this.#logs.peek({ row: entry?.row ?? null, config: plannable.config }, others, now);
      const othersPerDay = sharing(plannable.config.quota.key).reduce((sum, each) => sum + spentBy(each), 0);
      return { config: plannable.config, side: planSide(plannable, meter, othersPerDay, hours, now) };
    };
    const before = entry === null ? null : sideOf({ config: entry.config, cost: expectedCost(entry), pages: entry.pages });
    return changePlan(before, sideOf({ config, cost, pages: entry?.pages ?? 1 }), hours !== null);
  }

  /** Whether a secret was typed that is not the one of before. */
  async #hasNewSecret(config: SourceConfig, before: SourceConfig): Promise<boolean> {
    const { secrets, environment } = this.#core;
    const known = new Map(secretsOf(before.id, before.auth).map((each) => [each.name, each]));
    for (const { name, secret } of secretsOf(config.id, config.auth)) {
      if (typeof secret !== 'string') continue;
      const each = known.get(name);
      if (each === undefined || (await resolveSecret(secrets, each, environment)) !== secret) return true;
    }
    return false;
  }

  /**
   * Checks that a draft may be tried with the secrets that are stored. They are used only for the hosts that they were
   * entered for: otherwise anybody who may try sources could have them sent to a server of their own. Throws `Problem`.
   */
  guardSecrets(draft: SourceConfig): void {
    const entry = this.#core.entries.get(draft.id);
    if (entry !== undefined) this.#guardStored(draft, entry);
  }

  #guardStored(config: SourceConfig, before: { config: SourceConfig }): void {
    const stored = secretsOf(config.id, config.auth).find(({ secret }) => typeof secret === 'object' && 'stored' in secret);
    if (stored === undefined) return;
    const [known, wanted] = [placesOfSecrets(before.config), placesOfSecrets(config)];
    const unknown =
      wanted.api.find((to) => !known.api.some((from) => mayFollow(from, to))) ??
      wanted.tokens.find((to) => !known.tokens.some((from) => mayFollow(from, to)));
    if (unknown === undefined) return;
    const message = `The stored key was entered for ${new URL(before.config.url).origin} and is not sent to ${unknown.origin}.`;
    throw new Problem('UNPROCESSABLE', message, 'Enter the key again.', [{ path: `auth.${stored.field}`, message }]);
  }

  async #keepSecrets(config: SourceConfig, before: { config: SourceConfig } | null): Promise<void> {
    const { secrets } = this.#core;
    const wanted = secretsOf(config.id, config.auth);
    if (before !== null) this.#guardStored(config, before);
    for (const { name, secret } of wanted) if (typeof secret === 'string') await secrets.set(name, secret);
    const used = new Set(wanted.flatMap(({ name, secret }) => (typeof secret === 'object' && 'env' in secret ? [] : [name])));
    for (const name of secretNamesOf(config.id)) if (!used.has(name)) await secrets.delete(name);
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
      if (!isDeepStrictEqual(config.retention, entry.config.retention)) keepLonger(store, entry.row);
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

  /** What a call was learned to cost belongs to the settings; by an expression it is known beforehand. */
  #setCost(entry: SourceEntry, cost: number | null): void {
    entry.state = { ...entry.state, learnedCost: cost };
    this.#core.store.sources.saveState(entry.row, entry.state);
  }

  #reopen(stored: StoredSource, config: SourceConfig, origin: SourceOrigin, cost = stored.state.learnedCost): SourceEntry {
    const { entries } = this.#core;
    const entry = this.#open(stored);
    const kept = { ...config, auth: withoutSecrets(config.auth) };
    this.#apply(entry, kept, origin, !isDeepStrictEqual(bearingOnData(kept), bearingOnData(stored.config)));
    this.#setCost(entry, cost);
    entries.set(entry.id, entry);
    return entry;
  }
}
