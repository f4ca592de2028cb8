import type { DetailRequest, Failure } from '../../../src-preload/contract/index.ts';
import { mostTries, putPath } from '../../../src-preload/contract/index.ts';
import type { DetailApi, Details } from '../../connectors/detail-request.ts';
import { UpstreamError } from '../../connectors/upstream-error.ts';
import type { Wanted } from '../../store/enrichments.ts';
import { storeFailure } from '../../store/store-failure.ts';
import { callOnce, limitsOf } from '../calls/call.ts';
import { fetchFor } from '../calls/fetch-for.ts';
import type { Core } from '../core.ts';
import { detailLedger, type DetailSpending } from './enrich-ledger.ts';
import { type DetailRunEnd, FAILURES_IN_A_ROW, verdictOn } from './enrich-learn.ts';
import { mergeDetails } from './enrich-merge.ts';
import type { EnrichmentShare } from './enrich-share.ts';
import { fieldPathsOf, withFields } from '../refresh/merge-pages.ts';
import { ledgerFor, type SourceLedger } from '../calls/ledger.ts';
import { openSignIn, type SignIn } from '../sign-in/sign-in.ts';
import type { SourceEntry } from '../source-entry.ts';

/** So many calls for details of one source are on their way at a time. */
const CONCURRENCY = 3;

const HOUR_MS = 3_600_000;

/** One detail request of a source, as it is worked with. */
export interface OpenRequest {
  row: number;
  config: DetailRequest;
  api: DetailApi;
  spending: DetailSpending;
}

interface Target {
  row: number;
  id: string;
  fields: Record<string, unknown>;
}

interface Job {
  request: OpenRequest;
  url: string;
  targets: Target[];
}

export interface DetailTask {
  entry: SourceEntry;
  requests: readonly OpenRequest[];
  share: EnrichmentShare;
  /** Ids of records that somebody looked at, the last one first. */
  looked: readonly string[];
  mostCalls: number;
  signal: AbortSignal;
  /** Asked before every call. */
  mayGoOn: () => boolean;
  /** Told after what became of a call is stored: how many of the records of a request have been answered, and for how many a try failed. */
  onStored: (request: OpenRequest, answered: number, failed: number) => void;
}

/** The age limit of a request as a moment. */
export const cutoffOf = (config: DetailRequest, now: number) => now - config.recordsYoungerThanDays * 24 * HOUR_MS;

function fieldsOf(wanted: Wanted): Record<string, unknown> {
  let fields = JSON.parse(wanted.basic) as Record<string, unknown>;
  for (const [path, value] of Object.entries(JSON.parse(wanted.rich ?? '{}') as Record<string, unknown>))
    fields = putPath(fields, path, value);
  return fields;
}

/** One run: some calls for the details of records, each answer stored by itself as soon as it is there. */
class DetailRun {
  readonly #core: Core;
  readonly #task: DetailTask;
  readonly #jobs: Job[] = [];
  #failuresInARow = 0;
  #isHeldBack = false;
  readonly #end: DetailRunEnd = { isAnswered: false, stop: null, lastFailure: null };

  constructor(core: Core, task: DetailTask) {
    this.#core = core;
    this.#task = task;
  }

  async run(): Promise<DetailRunEnd> {
    const { entry } = this.#task;
    // What renews an access token is a call of the source as any other, and none of its details.
    const tokenLedger = ledgerFor(this.#core, entry, false, null);
    try {
      this.#plan();
      const signIn = this.#jobs.some((job) => job.request.api.isOwnServer) ? await this.#signIn(tokenLedger) : null;
      await Promise.all(Array.from({ length: CONCURRENCY }, () => this.#work(signIn).catch((error: unknown) => this.#stop(error))));
    } catch (error) {
      this.#stop(error);
    }
    try {
      this.#core.store.transaction(() => tokenLedger.flush());
    } catch (error) {
      this.#stop(error);
    }
    return this.#end;
  }

  /** Chooses the records: by request, essential ones first; in each those that are looked at, then the newest. */
  #plan(): void {
    const { entry, requests, looked, mostCalls } = this.#task;
    const { clock, store } = this.#core;
    const now = clock.now();
    const inOrder = [...requests].sort((a, b) => Number(a.config.group === 'optional') - Number(b.config.group === 'optional'));
    for (const request of inOrder) {
      const { api, config, row } = request;
      const places = mostCalls - this.#jobs.length;
      if (places <= 0) return;
      const wanted = store.enrichments.next(entry.row, row, looked, cutoffOf(config, now), places * api.batchSize);
      const { calls, unaskable } = api.calls(
        wanted.map((each): Target => ({ row: each.row, id: each.id, fields: api.needsFields ? fieldsOf(each) : {} })),
      );
      this.#jobs.push(...calls.slice(0, places).map((each) => ({ request, ...each })));
      if (unaskable.length === 0) continue;
      store.transaction(() => this.#failTries(request, unaskable));
      this.#task.onStored(request, 0, unaskable.length);
    }
  }

  #signIn(ledger: SourceLedger): Promise<SignIn> {
    const { entry, signal } = this.#task;
    return openSignIn(this.#core, entry, { ledger, signal });
  }

  async #work(signIn: SignIn | null): Promise<void> {
    const { signal, mayGoOn } = this.#task;
    while (!signal.aborted && this.#end.stop === null && !this.#isHeldBack && mayGoOn()) {
      const job = this.#jobs.shift();
      if (job === undefined) return;
      await this.#do(job, signIn);
    }
  }

  async #do({ request, url, targets }: Job, signIn: SignIn | null): Promise<void> {
    const { clock, random, store } = this.#core;
    const { entry, share, signal } = this.#task;
    const ledger = detailLedger(this.#core, entry, share, request.spending);
    try {
      const make = (secret: string | null) =>
        callOnce(request.api.build(url, secret), {
          clock,
          random,
          fetch: fetchFor(this.#core, entry.config),
          ledger,
          signal,
          ...limitsOf(entry.config),
          redact: signIn?.redact ?? ((text) => text),
          enter: (waiting) => entry.gate.enter(waiting, false),
        });
      const response = await (signIn === null || !request.api.isOwnServer ? make(null) : signIn.call(make));
      const found = await request.api.read(
        response,
        targets.map((target) => target.id),
      );
      this.#store(request, targets, found, () => ledger.flush());
      this.#failuresInARow = 0;
      this.#end.isAnswered = true;
    } catch (error) {
      if (signal.aborted || !(error instanceof UpstreamError)) {
        store.transaction(() => ledger.flush());
        if (!signal.aborted) this.#stop(error);
        return;
      }
      this.#failed(request, targets, error, () => ledger.flush());
    }
  }

  #failed(request: OpenRequest, targets: readonly Target[], error: UpstreamError, flush: () => void): void {
    const verdict = verdictOn(error, request.config.batch !== undefined);
    switch (verdict.means) {
      case 'held-back':
        this.#isHeldBack = true;
        return;
      case 'answered':
        this.#store(request, targets, new Map(targets.map((target) => [target.id, {}])), flush);
        this.#failuresInARow = 0;
        this.#end.isAnswered = true;
        return;
      case 'stop':
        this.#core.store.transaction(flush);
        this.#end.stop ??= { error, rest: verdict.rest };
        return;
      case 'try-failed':
        this.#core.store.transaction(() => {
          flush();
          this.#failTries(request, targets);
        });
        this.#task.onStored(request, 0, targets.length);
        this.#failuresInARow += 1;
        this.#end.lastFailure = error.failure;
        if (this.#failuresInARow >= FAILURES_IN_A_ROW) this.#end.stop ??= { error, rest: 'backing-off' };
    }
  }

  /** Stores an answer whole or not at all: the fields, that they are there, the version of the records, and what the call came to. */
  #store(request: OpenRequest, targets: readonly Target[], found: ReadonlyMap<string, Details>, flush: () => void): void {
    const { clock, store } = this.#core;
    const { entry } = this.#task;
    const missing = targets.filter((target) => !found.has(target.id));
    entry.state = store.transaction(() => {
      flush();
      const now = clock.now();
      const fields = new Set<string>();
      let changes = 0;
      const log = store.changeLog.begin(entry.row, 'detail', null, now);
      for (const target of targets) {
        const details = found.get(target.id);
        if (details === undefined) continue;
        const before = store.records.enriched(target.row);
        const merged = before === null ? null : mergeDetails(before.rich, details);
        if (before !== null && merged !== null) {
          const rich = JSON.stringify(merged);
          store.records.enrich(target.row, rich, log.row(), now);
          log.add(before, 'changed', { before: { basic: '', rich: before.richText }, now: { basic: '', rich } });
          changes += 1;
          for (const [path, value] of Object.entries(details)) fieldPathsOf(putPath({}, path, value), fields);
        }
        store.enrichments.answer(target.row, request.row);
      }
      log.end();
      this.#failTries(request, missing);
      if (changes === 0) return entry.state;
      const state = {
        ...entry.state,
        version: entry.state.version + 1,
        changedAt: now,
        fields: withFields(entry.state.fields, [...fields]),
      };
      store.sources.saveState(entry.row, state);
      return state;
    });
    this.#task.onStored(request, targets.length - missing.length, missing.length);
  }

  /** Must run within a transaction. */
  #failTries({ row, config }: OpenRequest, targets: readonly Target[]): void {
    const { clock, store } = this.#core;
    const nextAt = clock.now() + config.hoursBetweenTries * HOUR_MS;
    for (const target of targets) store.enrichments.fail(target.row, row, nextAt, mostTries(config));
  }

  /** Something failed that is no word of an upstream, or came before any call. */
  #stop(error: unknown): void {
    if (error instanceof UpstreamError) {
      const verdict = verdictOn(error, false);
      this.#end.stop ??= { error, rest: verdict.means === 'stop' ? verdict.rest : 'backing-off' };
      return;
    }
    const failure: Failure = storeFailure(error) ?? {
      code: 'internal',
      message: `Freshet failed while fetching details: ${error instanceof Error ? error.message : String(error)}`,
      advice: 'Please report this; the records are as they were.',
    };
    this.#end.stop ??= { error: { failure, retryAfterMs: null }, rest: 'backing-off' };
  }
}

/** Makes some calls for details. Never throws for what an upstream does. */
export function runDetails(core: Core, task: DetailTask): Promise<DetailRunEnd> {
  return new DetailRun(core, task).run();
}
