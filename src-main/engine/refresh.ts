import { hash, randomUUID } from 'node:crypto';
import type { Failure, SourceConfig, Trigger } from '../../src-preload/contract/index.ts';
import { richFieldsOf } from '../../src-preload/contract/index.ts';
import {
  buildRequest,
  FIRST_PAGE,
  type JsonApi,
  openJsonApi,
  type PagePlace,
  type PageRecord,
  requestKey,
} from '../connectors/json-api.ts';
import type { UpstreamResponse } from '../connectors/http.ts';
import { lifetimeMs } from '../connectors/http-lifetime.ts';
import { readPollInterval } from '../connectors/rate-limit-headers.ts';
import { Rejections } from '../connectors/rejections.ts';
import { UpstreamError, upstreamError } from '../connectors/upstream-error.ts';
import type { RefreshResult } from '../store/refreshes.ts';
import { storeFailure } from '../store/store-failure.ts';
import type { Validator } from '../store/validators.ts';
import { call } from './call.ts';
import type { Core } from './core.ts';
import type { Ledger, SourceLedger } from './ledger.ts';
import { mergeRecords, type MergeTotals } from './merge-pages.ts';
import { openSignIn, type SignIn } from './sign-in.ts';

/** The reason of an abort that somebody asked for. */
export class Cancelled extends Error {
  override name = 'Cancelled';
}

/** What a refresh works with. */
export type RefreshDeps = Pick<Core, 'clock' | 'random' | 'fetch' | 'store' | 'secrets' | 'environment' | 'breakers' | 'tokens'>;

export interface RefreshTask {
  id: string;
  source: { row: number; id: string; config: SourceConfig };
  trigger: Trigger;
  /** Ask without conditions, so that the whole answer comes. */
  unconditional: boolean;
  ledger: SourceLedger;
  signal: AbortSignal;
  /** Ids of records that were pushed since the refresh began: what the listing says of them may be older. */
  pushed: ReadonlySet<string>;
  /** Told after each page. */
  onPage: (pages: number) => void;
}

/** What a refresh came to, and what it learned for the state of the source. */
export interface RefreshEnd {
  result: RefreshResult;
  /** How long the server asked to be left alone, milliseconds. */
  retryAfterMs: number | null;
  /** `null` when nothing was merged. */
  merged: MergeTotals | null;
  /** The upstream's own date of the data, where it gives one. */
  lastModified: number | null;
  /** How long the server says that the answer stays good, milliseconds; `null` where it said nothing. */
  lifetimeMs: number | null;
}

/** What has been received, while it is being received. */
interface Received {
  records: Map<string, PageRecord>;
  rejections: Rejections;
  validators: Validator[];
  /** Entries on pages that were the same as before. */
  sameEntries: number;
  freshPages: number;
  notModified: number;
  bytes: number;
  lastModified: number | null;
  /** The shortest time that any of the answers stays good, milliseconds. */
  lifetimeMs: number | null;
  note: string | null;
}

/** A short id that people can read out and search for. */
export const newRefreshId = () => randomUUID().slice(0, 13).replace('-', '');

function conditions(known: Validator | undefined, method: string): Record<string, string> {
  if (known === undefined || method !== 'GET') return {};
  return {
    ...(known.etag === null ? {} : { 'if-none-match': known.etag }),
    ...(known.lastModified === null ? {} : { 'if-modified-since': known.lastModified }),
  };
}

function dateOf(header: string | null): number | null {
  const ms = header === null ? Number.NaN : Date.parse(header);
  return Number.isNaN(ms) ? null : ms;
}

/** One refresh: fetches the pages of a source's listing and merges them in one transaction. */
class RefreshRun {
  readonly #deps: RefreshDeps;
  readonly #task: RefreshTask;
  /** Strikes the secrets of the source out of a text, as soon as they are known. */
  #redact = (text: string) => text;
  #calls = 0;
  readonly #got: Received = {
    records: new Map(),
    rejections: new Rejections(),
    validators: [],
    sameEntries: 0,
    freshPages: 0,
    notModified: 0,
    bytes: 0,
    lastModified: null,
    lifetimeMs: null,
    note: null,
  };

  constructor(deps: RefreshDeps, task: RefreshTask) {
    this.#deps = deps;
    this.#task = task;
  }

  async run(commit: (end: RefreshEnd) => void): Promise<RefreshEnd> {
    let failure: Failure | null = null;
    let retryAfterMs: number | null = null;
    let cancelled = false;
    try {
      await this.#fetchAll();
    } catch (error) {
      if (error instanceof UpstreamError) {
        failure = { ...error.failure, message: this.#redact(error.failure.message) };
        retryAfterMs = error.retryAfterMs;
      } else if (error instanceof Cancelled) {
        cancelled = true;
      } else {
        // A mistake of ours must end as a failed refresh, not as a source that hangs.
        failure = storeFailure(error) ?? {
          code: 'internal',
          message: this.#redact(`Freshet failed in this refresh: ${error instanceof Error ? error.message : String(error)}`),
          advice: 'Please report this; the records are as they were.',
        };
      }
    }
    return this.#deps.store.transaction(() => {
      const end = this.#finish(failure, retryAfterMs, cancelled);
      commit(end);
      return end;
    });
  }

  async #fetchAll(): Promise<void> {
    const { config, id, row } = this.#task.source;
    const api = openJsonApi(config);
    const { ledger, signal } = this.#task;
    const counting = { ...this.#counting(ledger), elsewhere: this.#counting(ledger.elsewhere) };
    const signIn = await openSignIn(this.#deps, { id, config }, { ledger: counting, signal });
    this.#redact = signIn.redact;
    const known = new Map(this.#deps.store.validators.of(row).map((each) => [each.page, each]));
    const mostPages = config.paging.kind === 'none' ? 1 : config.paging.maxPages;
    for (let place: PagePlace | null = FIRST_PAGE; place !== null;) {
      const page = await this.#fetchPage(api, signIn, place, known.get(place.index));
      this.#task.onPage(place.index + 1);
      if (page.next !== null && place.index + 1 >= mostPages) {
        this.#got.note = `Stopped after ${mostPages} pages, the limit of this source; there are more.`;
        return;
      }
      place = page.next === null ? null : { index: place.index + 1, next: page.next, offset: place.offset + page.entries };
    }
  }

  /** Fetches one page; gives what leads to the next one. */
  async #fetchPage(
    api: JsonApi,
    signIn: SignIn,
    place: PagePlace,
    before: Validator | undefined,
  ): Promise<{ next: string | null; entries: number }> {
    const { config } = this.#task.source;
    const key = requestKey(config, place);
    const known = before?.request === key ? before : undefined;
    const asked = this.#task.unconditional ? {} : conditions(known, config.method);
    const response = await signIn.call((secret) => {
      const request = buildRequest(config, secret, place);
      Object.assign(request.headers, asked);
      return call(request, {
        clock: this.#deps.clock,
        random: this.#deps.random,
        fetch: this.#deps.fetch,
        ledger: this.#counting(this.#task.ledger),
        signal: this.#task.signal,
        timeoutMs: config.timeoutSeconds * 1000,
        maxBytes: Math.round(config.maxBodyMebibytes * 1_048_576),
        redact: signIn.redact,
        breakers: this.#deps.breakers,
      });
    });
    const got = this.#got;
    got.bytes += response.body.byteLength;
    got.lastModified = Math.max(got.lastModified ?? 0, dateOf(response.headers.get('last-modified')) ?? 0) || null;
    const lifetime = Math.max(
      lifetimeMs(response.headers, this.#deps.clock.now()).freshForMs ?? -1,
      readPollInterval(response.headers) ?? -1,
    );
    if (lifetime >= 0) got.lifetimeMs = Math.min(got.lifetimeMs ?? Infinity, lifetime);
    if (response.status === 304) return this.#pageAsBefore(Object.keys(asked).length > 0 ? known : undefined, response);
    const bodyHash = hash('sha256', response.body, 'base64url');
    const validator = {
      page: place.index,
      request: key,
      etag: response.headers.get('etag'),
      lastModified: response.headers.get('last-modified'),
      bodyHash,
    };
    // Servers without validators send the same again; that needs no reading.
    if (known !== undefined && known.bodyHash === bodyHash && !this.#task.unconditional) {
      got.sameEntries += known.entries;
      got.validators.push({ ...known, ...validator });
      return known;
    }
    const page = await api.readPage(response, place);
    got.freshPages += 1;
    got.rejections.addAll(page.rejected);
    // Pages shift while they are read, so a record may come twice; the later word counts.
    for (const record of page.records) got.records.set(record.id, record);
    got.validators.push({ ...validator, next: page.next, entries: page.entries });
    return page;
  }

  #pageAsBefore(known: Validator | undefined, response: UpstreamResponse): { next: string | null; entries: number } {
    if (known === undefined) {
      throw upstreamError(
        'client-error',
        `${new URL(response.url).host} said that nothing changed (304), but was not asked that.`,
        'Remove If-None-Match and If-Modified-Since from the headers of the source.',
      );
    }
    this.#got.notModified += 1;
    this.#got.sameEntries += known.entries;
    this.#got.validators.push({
      ...known,
      etag: response.headers.get('etag') ?? known.etag,
      lastModified: response.headers.get('last-modified') ?? known.lastModified,
    });
    return known;
  }

  #counting(ledger: Ledger): Ledger {
    return {
      begin: async (request) => {
        const booked = await ledger.begin(request);
        if ('row' in booked) this.#calls += 1;
        return booked;
      },
      end: (row, status, bytes, headers) => ledger.end(row, status, bytes, headers),
    };
  }

  /** Where the listing holds every record there is, the others were deleted upstream. Only an answer that is whole can tell. */
  #markMissing(now: number): number {
    const { store } = this.#deps;
    const { row, config } = this.#task.source;
    const got = this.#got;
    const isWhole = got.note === null && got.freshPages === got.validators.length && got.rejections.list().length === 0;
    if (!config.completeListing || !isWhole) return 0;
    // Servers in trouble have been seen to answer with nothing at all.
    if (got.records.size === 0) {
      if (store.records.count(row) > 0)
        got.note = 'The listing was empty, which may be a mistake of the server: no record was marked as deleted.';
      return 0;
    }
    return store.records.markMissing(row, [...got.records.keys(), ...this.#task.pushed], now);
  }

  #finish(failure: Failure | null, retryAfterMs: number | null, cancelled: boolean): RefreshEnd {
    const { store, clock } = this.#deps;
    const got = this.#got;
    const { row, config } = this.#task.source;
    const now = clock.now();
    const whole = failure === null && !cancelled;
    let note = got.note;
    let merged: MergeTotals | null = null;
    if (got.records.size > 0) {
      // Pages that were paid for are kept even when a later one failed; merging them cannot lose anything.
      const listed = [...got.records.values()].filter((record) => !this.#task.pushed.has(record.id));
      merged = mergeRecords(store, row, listed, richFieldsOf(config), now);
      if (!whole)
        note = `${got.freshPages} ${got.freshPages === 1 ? 'page that had' : 'pages that had'} arrived before ${got.freshPages === 1 ? 'was' : 'were'} kept.`;
    }
    const deleted = whole ? this.#markMissing(now) : 0;
    note ??= got.note;
    if (whole) store.validators.replace(row, got.validators);
    // A failed listing has to be read from the start, without conditions that could hide what was missed.
    else if (got.records.size > 0) store.validators.clear(row);
    const rejections = got.rejections.list().map((each) => ({ ...each, example: this.#redact(each.example) }));
    const changes = (merged?.added ?? 0) + (merged?.updated ?? 0) + deleted;
    const outcome = cancelled
      ? 'cancelled'
      : failure !== null
        ? 'failed'
        : changes > 0
          ? 'changed'
          : got.notModified > 0 && got.freshPages === 0
            ? 'not-modified'
            : 'unchanged';
    const result: RefreshResult = {
      outcome,
      calls: this.#calls,
      notModified: got.notModified,
      bytes: got.bytes,
      pages: got.validators.length,
      added: merged?.added ?? 0,
      updated: merged?.updated ?? 0,
      unchanged: (merged?.unchanged ?? 0) + got.sameEntries,
      deleted,
      rejected: rejections.reduce((sum, each) => sum + each.count, 0),
      rejections,
      failure,
      note,
    };
    return { result, retryAfterMs, merged, lastModified: got.lastModified, lifetimeMs: got.lifetimeMs };
  }
}

/**
 * Runs one refresh. `commit` is called once, within the transaction that holds all that the refresh writes, so that
 * either everything of it is kept or nothing. Never throws for what an upstream does; throws when the store fails.
 */
export async function runRefresh(deps: RefreshDeps, task: RefreshTask, commit: (end: RefreshEnd) => void): Promise<RefreshEnd> {
  return new RefreshRun(deps, task).run(commit);
}
