import { hash, randomUUID } from 'node:crypto';
import { hostOf } from '../../../src-preload/contract/index.ts';
import type { Failure, Rejected, SourceConfig, Trigger } from '../../../src-preload/contract/index.ts';
import { richFieldsOf } from '../../../src-preload/contract/index.ts';
import {
  buildRequest,
  FIRST_PAGE,
  type JsonApi,
  openJsonApi,
  type PagePlace,
  type PageRecord,
  requestKey,
} from '../../connectors/json-api.ts';
import type { UpstreamResponse } from '../../connectors/http.ts';
import { lifetimeMs } from '../../connectors/http-lifetime.ts';
import { readPollInterval } from '../../connectors/rate-limit-headers.ts';
import { buildProbe } from '../../connectors/probe.ts';
import { Rejections } from '../../connectors/rejections.ts';
import { ownEntries, ownPage, type SharedRequest, wantsOf } from '../../connectors/shared-requests.ts';
import { UpstreamError, upstreamError } from '../../connectors/upstream-error.ts';
import type { RefreshResult } from '../../store/refreshes.ts';
import { storeFailure } from '../../store/store-failure.ts';
import type { Validator } from '../../store/validators.ts';
import { askProbe } from '../calls/ask-probe.ts';
import type { CallGate } from '../calls/call-gate.ts';
import { call, callOnce, limitsOf, type RetryOptions } from '../calls/call.ts';
import { fetchFor } from '../calls/fetch-for.ts';
import { conditions } from '../decide/conditions.ts';
import type { Core } from '../core.ts';
import type { Make } from '../calls/flight.ts';
import type { Passage } from '../calls/flights.ts';
import { laterMark, markAmong, type Since, sinceOf, sinceWords } from './high-water-mark.ts';
import type { Ledger, RefreshLedger } from '../calls/ledger.ts';
import { logDeleted, mergeRecords, type MergeTotals } from './merge-pages.ts';
import { refuseOld } from '../upkeep/retention-refuse.ts';
import { openSignIn, type SignIn } from '../sign-in/sign-in.ts';

/** The reason of an abort that somebody asked for. */
export class Cancelled extends Error {
  override name = 'Cancelled';
}

/** What a refresh works with. */
export type RefreshDeps = Pick<
  Core,
  'clock' | 'random' | 'fetch' | 'allowPrivate' | 'store' | 'secrets' | 'environment' | 'breakers' | 'tokens'
>;

export interface RefreshTask {
  id: string;
  source: { row: number; id: string; config: SourceConfig };
  trigger: Trigger;
  /** Ask without conditions, so that the whole answer comes. */
  unconditional: boolean;
  /** How it gets its answers. */
  passage: Passage;
  /** What the probe held when a refresh last succeeded; `null` when that is not known. */
  probeValue: string | null;
  /** How far an incremental source has got; `null` when it has to ask for everything. */
  mark: string | null;
  ledger: RefreshLedger;
  signal: AbortSignal;
  /** Lets so many calls of the source be under way at once. */
  gate: CallGate;
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
  /** What the probe holds for the data as it is now; `null` when that is not known. */
  probeValue: string | null;
  /** How far an incremental source has got now. */
  mark: string | null;
  /** Whether only what has changed was asked for. */
  isPartial: boolean;
}

/** What has been received, while it is being received. */
interface Received {
  records: Map<string, PageRecord>;
  rejections: Rejections;
  validators: Validator[];
  /** Entries on pages that were the same as before. */
  sameEntries: number;
  freshPages: number;
  /** Pages that the server said were as before. */
  pagesAsBefore: number;
  notModified: number;
  bytes: number;
  lastModified: number | null;
  /** The shortest time that any of the answers stays good, milliseconds. */
  lifetimeMs: number | null;
  notes: string[];
  /** Whether the limit of pages ended the listing. */
  isCut: boolean;
  /** The greatest cursor value of an incremental source. */
  mark: string | null;
}

const keptWords = (pages: number) =>
  `${pages} ${pages === 1 ? 'page that had' : 'pages that had'} arrived before ${pages === 1 ? 'was' : 'were'} kept.`;

/** A short id that people can read out and search for. */
export const newRefreshId = () => randomUUID().slice(0, 13).replace('-', '');

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
    pagesAsBefore: 0,
    notModified: 0,
    bytes: 0,
    lastModified: null,
    lifetimeMs: null,
    notes: [],
    isCut: false,
    mark: null,
  };
  #probeValue: string | null = null;
  #probeSaidSame = false;
  /** The sources whose calls it shared. */
  readonly #sharedWith = new Set<string>();
  /** From where on an incremental source asks; `null`: for everything. */
  readonly #since: Since | null;

  constructor(deps: RefreshDeps, task: RefreshTask) {
    this.#deps = deps;
    this.#task = task;
    const { incremental } = task.source.config;
    this.#since = incremental === undefined || task.mark === null || task.unconditional ? null : sinceOf(incremental, task.mark);
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
    await this.#task.passage.leave();
    return this.#deps.store.transaction(() => {
      const end = this.#finish(failure, retryAfterMs, cancelled);
      commit(end);
      return end;
    });
  }

  async #fetchAll(): Promise<void> {
    const { config, id } = this.#task.source;
    const api = openJsonApi(config);
    const { ledger, signal } = this.#task;
    const counting = { ...this.#counting(ledger), elsewhere: this.#counting(ledger.elsewhere) };
    const signIn = await openSignIn(this.#deps, { id, config }, { ledger: counting, signal });
    this.#redact = signIn.redact;
    await this.#task.passage.board();
    if (await this.#isNothingNew(signIn)) return;
    if (this.#since !== null) this.#got.notes.push(sinceWords(this.#since));
    else if (this.#task.mark !== null) this.#got.notes.push('Asked for everything, so that nothing stays missed.');
    const shared = await this.#task.passage.requests();
    if (shared !== null) return this.#fetchShared(api, signIn, shared);
    const mostPages = config.paging.kind === 'none' ? 1 : config.paging.maxPages;
    for (let place: PagePlace | null = FIRST_PAGE; place !== null;) {
      const page = await this.#fetchPage(api, signIn, place, this.#asking());
      this.#task.onPage(place.index + 1);
      if (page.next !== null && place.index + 1 >= mostPages) {
        this.#got.isCut = true;
        this.#got.notes.push(`Stopped after ${mostPages} pages, the limit of this source; there are more.`);
        return;
      }
      place = page.next === null ? null : { index: place.index + 1, next: page.next, offset: place.offset + page.entries };
    }
  }

  /** Asks the probe, where there is one; a refresh that is to bring everything asks no probe. */
  async #isNothingNew(signIn: SignIn): Promise<boolean> {
    const { source, unconditional, probeValue, ledger, passage } = this.#task;
    const { probe } = source.config;
    if (probe === undefined) return false;
    const ask = (secret: string | null, signal: AbortSignal) =>
      callOnce(buildProbe(source.config, probe, secret), this.#callOptions(ledger.probing(probe.cost), signIn, signal));
    const make: Make = (_condition, signal) => (probe.withCredentials ? signIn.call((secret) => ask(secret, signal)) : ask(null, signal));
    const probed = await askProbe(probe, probeValue, () => passage.probe(unconditional ? null : make));
    if (probed === null) return false;
    this.#probeValue = probed.value;
    this.#probeSaidSame = probed.isSame;
    if (probed.note !== null) this.#got.notes.push(probed.note);
    return probed.isSame;
  }

  #callOptions(ledger: Ledger, signIn: SignIn, signal: AbortSignal): RetryOptions {
    const { config } = this.#task.source;
    return {
      clock: this.#deps.clock,
      random: this.#deps.random,
      fetch: fetchFor(this.#deps, config),
      ledger: this.#counting(ledger),
      signal,
      ...limitsOf(config),
      redact: signIn.redact,
      breakers: this.#deps.breakers,
      enter: (waiting) => this.#task.gate.enter(waiting, true),
    };
  }

  /** Takes what is this source's own from answers that may hold that of others too. */
  async #fetchShared(api: JsonApi, signIn: SignIn, requests: readonly SharedRequest[]): Promise<void> {
    const { config } = this.#task.source;
    const wanted = requests.filter((request) => wantsOf(config, request));
    for (const [index, request] of wanted.entries()) {
      await this.#fetchPage(api, signIn, { ...FIRST_PAGE, index }, request.config, request);
      this.#task.onPage(index + 1);
    }
  }

  /** Fetches one page; gives what leads to the next one. */
  async #fetchPage(
    api: JsonApi,
    signIn: SignIn,
    place: PagePlace,
    config: SourceConfig,
    shared: SharedRequest | null = null,
  ): Promise<{ next: string | null; entries: number }> {
    const { ledger, passage, source } = this.#task;
    const key = requestKey(config, place);
    const make: Make = (agreed, signal) =>
      signIn.call((secret) => {
        const request = buildRequest(config, secret, place);
        const headers = { ...request.headers, ...conditions(agreed, config.method) };
        return call({ ...request, headers }, this.#callOptions(ledger, signIn, signal));
      });
    const { response, condition, by } = await passage.ask(key, make, shared);
    const known = passage.known(key);
    const got = this.#got;
    if (by === passage) {
      got.bytes += response.body.byteLength;
      if (response.status === 304) got.notModified += 1;
    } else this.#sharedWith.add(by.name);
    got.lastModified = Math.max(got.lastModified ?? 0, dateOf(response.headers.get('last-modified')) ?? 0) || null;
    const lifetime = Math.max(
      lifetimeMs(response.headers, this.#deps.clock.now()).freshForMs ?? -1,
      readPollInterval(response.headers) ?? -1,
    );
    if (lifetime >= 0) got.lifetimeMs = Math.min(got.lifetimeMs ?? Infinity, lifetime);
    if (response.status === 304) {
      const wasAsked = Object.keys(conditions(condition, config.method)).length > 0;
      return this.#pageAsBefore(wasAsked ? known : undefined, place, response);
    }
    const bodyHash = hash('sha256', response.body, 'base64url');
    const validator = {
      page: place.index,
      request: key,
      etag: response.headers.get('etag'),
      lastModified: response.headers.get('last-modified'),
      bodyHash,
    };
    // Servers without validators send the same again; that needs no reading.
    if (known !== undefined && known.bodyHash === bodyHash) {
      got.sameEntries += known.entries;
      got.validators.push({ ...known, ...validator });
      return known;
    }
    const read = await api.readPage(response, place, ownEntries(source.config));
    const page = shared === null ? read : await ownPage(source.config, shared, read);
    got.freshPages += 1;
    got.rejections.addAll(page.rejected);
    // Pages shift while they are read, so a record may come twice; the later word counts.
    for (const record of page.records) got.records.set(record.id, record);
    this.#raiseMark(page.records);
    got.validators.push({ ...validator, next: page.next, entries: page.entries });
    return page;
  }

  /** The settings of the request, in which an incremental source says from where on it asks. */
  #asking(): SourceConfig {
    const { config } = this.#task.source;
    if (config.incremental === undefined || this.#since === null) return config;
    return { ...config, query: { ...config.query, [config.incremental.param]: this.#since.value } };
  }

  #pageAsBefore(known: Validator | undefined, place: PagePlace, response: UpstreamResponse): { next: string | null; entries: number } {
    if (known === undefined) {
      throw upstreamError(
        'client-error',
        `${hostOf(response.url)} said that nothing changed (304), but was not asked that.`,
        'Remove If-None-Match and If-Modified-Since from the headers of the source.',
      );
    }
    this.#got.pagesAsBefore += 1;
    this.#got.sameEntries += known.entries;
    this.#got.validators.push({
      ...known,
      page: place.index,
      etag: response.headers.get('etag') ?? known.etag,
      lastModified: response.headers.get('last-modified') ?? known.lastModified,
    });
    return known;
  }

  #raiseMark(records: readonly PageRecord[]): void {
    const { incremental, timeField } = this.#task.source.config;
    const field = incremental?.field ?? timeField;
    if (incremental === undefined || field === undefined) return;
    const { format } = incremental;
    this.#got.mark = laterMark(incremental, this.#got.mark, markAmong({ format, field }, records, this.#deps.clock.now()));
  }

  /** The mark moves when everything that was asked for has come; a listing that was read whole sets it anew. */
  #markAfter(whole: boolean): string | null {
    const { mark, source } = this.#task;
    const { incremental } = source.config;
    const got = this.#got;
    if (incremental === undefined) return null;
    if (!whole || got.isCut || this.#probeSaidSame) return mark;
    const isAnew = this.#since === null && got.validators.length === got.freshPages;
    return isAnew ? got.mark : laterMark(incremental, mark, got.mark);
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

  #sharingNotes(): string[] {
    if (this.#sharedWith.size > 0) return [`Shared the call of ${[...this.#sharedWith].join(' and of ')}.`];
    const { others } = this.#task.passage;
    return others === 0 || this.#calls === 0 ? [] : [`Its call served ${others} other ${others === 1 ? 'source' : 'sources'} too.`];
  }

  /** Where the listing holds every record there is, the others were deleted upstream. Only an answer that is whole can tell. */
  #markMissing(now: number): number {
    const { store } = this.#deps;
    const { row, config } = this.#task.source;
    const got = this.#got;
    const isWhole = !got.isCut && this.#since === null && got.freshPages === got.validators.length && got.rejections.list().length === 0;
    if (!config.completeListing || !isWhole || this.#probeSaidSame) return 0;
    // Servers in trouble have been seen to answer with nothing at all.
    if (got.records.size === 0) {
      if (store.records.count(row) > 0)
        got.notes.push('The listing was empty, which may be a mistake of the server: no record was marked as deleted.');
      return 0;
    }
    const gone = store.records.markMissing(row, [...got.records.keys(), ...this.#task.pushed], now);
    return logDeleted(store, row, gone, now, { from: 'list', refreshId: this.#task.id });
  }

  /** Says which records the listing held. Pages that were as before were not read, so what they held is not known by id. */
  #noteListing(now: number): void {
    const got = this.#got;
    const isRead = got.freshPages === got.validators.length;
    this.#deps.store.sightings.listingEnded(this.#task.source.row, isRead ? [...got.records.keys(), ...this.#task.pushed] : null, now);
  }

  #finish(failure: Failure | null, retryAfterMs: number | null, cancelled: boolean): RefreshEnd {
    const { store, clock } = this.#deps;
    const got = this.#got;
    const { row, config } = this.#task.source;
    const now = clock.now();
    const whole = failure === null && !cancelled;
    let merged: MergeTotals | null = null;
    let tooOld: Rejected | null = null;
    if (got.records.size > 0) {
      // Pages that were paid for are kept even when a later one failed; merging them cannot lose anything.
      const listed = refuseOld(
        store,
        { row, config },
        [...got.records.values()].filter((record) => !this.#task.pushed.has(record.id)),
        now,
      );
      tooOld = listed.refused;
      merged = mergeRecords(store, row, listed.taken, richFieldsOf(config), now, {
        from: 'list',
        refreshId: this.#task.id,
        isListing: this.#since === null,
      });
    }
    const deleted = whole ? this.#markMissing(now) : 0;
    if (whole && this.#since === null && !this.#probeSaidSame) this.#noteListing(now);
    // Nothing was asked of the listing, so what is known of it stays.
    if (whole && !this.#probeSaidSame) store.validators.replace(row, got.validators);
    // A failed listing has to be read from the start, without conditions that could hide what was missed.
    else if (!whole && got.records.size > 0) store.validators.clear(row);
    const notes = whole || merged === null ? [...got.notes, ...this.#sharingNotes()] : [keptWords(got.freshPages)];
    const rejections = [...got.rejections.list(), ...(tooOld === null ? [] : [tooOld])].map((each) => ({
      ...each,
      example: this.#redact(each.example),
    }));
    const changes = (merged?.added ?? 0) + (merged?.updated ?? 0) + deleted;
    const outcome = cancelled
      ? 'cancelled'
      : failure !== null
        ? 'failed'
        : changes > 0
          ? 'changed'
          : this.#probeSaidSame || (got.pagesAsBefore > 0 && got.freshPages === 0)
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
      note: notes.length === 0 ? null : notes.join(' '),
    };
    // What was merged may be newer than the value of the last good refresh; taken for its own, a value that comes back would hide that.
    const probeValue = whole ? this.#probeValue : merged === null ? this.#task.probeValue : null;
    return {
      result,
      retryAfterMs,
      merged,
      lastModified: got.lastModified,
      lifetimeMs: got.lifetimeMs,
      probeValue,
      mark: this.#markAfter(whole),
      isPartial: this.#since !== null,
    };
  }
}

/**
 * Runs one refresh. `commit` is called once, within the transaction that holds all that the refresh writes, so that
 * either everything of it is kept or nothing. Never throws for what an upstream does; throws when the store fails.
 */
export async function runRefresh(deps: RefreshDeps, task: RefreshTask, commit: (end: RefreshEnd) => void): Promise<RefreshEnd> {
  return new RefreshRun(deps, task).run(commit);
}
