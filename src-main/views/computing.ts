import type { FreshetEvent } from '../../src-preload/contract/index.ts';
import type { QueryFailure, RunAnswer, RunQuestion } from '../store/query/query-messages.ts';
import { boundsOf } from './binding.ts';
import type { CacheEntry, PanelCache } from './cache.ts';
import type { ViewClock } from './clock.ts';
import { QueryError } from './query-pool.ts';

/** Who runs queries; a `QueryPool` does. */
export interface Queries {
  run(question: RunQuestion, isUrgent: boolean): Promise<RunAnswer>;
}

export interface ComputingOptions {
  clock: Pick<ViewClock, 'now'>;
  cache: PanelCache;
  queries: Queries;
  /** The quota windows, as SQL reads them. */
  quotas: () => unknown[];
  emit: (event: FreshetEvent) => void;
  /** A mistake of ours rather than of the query. */
  report: (error: unknown) => void;
}

/** What is said of an error that no query should meet. */
export function failureOf(error: unknown): QueryFailure {
  if (error instanceof QueryError) return error.failure;
  return {
    message: `Freshet failed at this: ${error instanceof Error ? error.message : String(error)}`,
    advice: 'Please report this; freshet.log tells more.',
  };
}

/** Works results out, each once however many ask for it at a time, and tells pages of those that are other ones than before. */
export class Computing {
  readonly #options: ComputingOptions;

  constructor(options: ComputingOptions) {
    this.#options = options;
  }

  /** What the process that runs queries is asked. */
  question({ query, asked }: Pick<CacheEntry, 'query' | 'asked'>): RunQuestion {
    const asOfMs = asked.asOf === undefined ? null : Date.parse(asked.asOf);
    // What is shown of a moment is shown as one would have seen it then.
    const nowMs = asOfMs ?? this.#options.clock.now();
    const values = { ...asked.parameters, ...boundsOf(asked.range, nowMs), now: nowMs };
    const readsQuotas = query.kind === 'sql' && /quotas/i.test(query.sql);
    const quotas = JSON.stringify(readsQuotas ? this.#options.quotas() : []);
    return { kind: 'run', query, values, timeZone: asked.timeZone, nowMs, asOfMs, quotas };
  }

  /** Works a result out, or joins whoever does. Never rejects; whether it went well is in the entry. */
  async compute(entry: CacheEntry, isUrgent: boolean): Promise<boolean> {
    entry.computing ??= this.#work(entry, isUrgent).finally(() => {
      entry.computing = null;
    });
    await entry.computing;
    return entry.failure === null;
  }

  async #work(entry: CacheEntry, isUrgent: boolean): Promise<void> {
    const { clock, cache, queries, emit, report } = this.#options;
    // What changes from here on is not in the answer for sure.
    const { changes } = entry;
    const begunAt = clock.now();
    let isNew: boolean;
    try {
      const answer = await queries.run(this.question(entry), isUrgent);
      isNew = cache.succeeded(entry, answer, changes, clock.now());
    } catch (error) {
      if (!(error instanceof QueryError)) report(error);
      isNew = cache.failed(entry, failureOf(error), clock.now() - begunAt, changes, clock.now());
    }
    const { dashboardId, panelId, version } = entry;
    if (isNew) emit({ type: 'panel', dashboardId, panelId, version });
  }
}
