import type { Batch, SourceConfig, Widest } from '../../src-preload/contract/index.ts';
import { compileExpression, type Evaluate, ExpressionError } from './expression.ts';
import type { Page, PageRecord } from './json-api.ts';
import { upstreamError } from './upstream-error.ts';

type Asking = Pick<SourceConfig, 'url' | 'query'>;

/** A request that may ask for more than one source wants. */
export interface SharedRequest<C extends Asking = SourceConfig> {
  config: C;
  /** The ids that it asks for; `null` where it asks by number. */
  ids: readonly string[] | null;
}

/** The value of a query parameter, wherever the source has it. */
function valueOf({ url, query }: Asking, param: string): string {
  return query[param] ?? new URL(url).searchParams.get(param) ?? '';
}

const asking = <C extends Asking>(config: C, param: string, value: string): C => ({
  ...config,
  query: { ...config.query, [param]: value },
});

/** The ids that a source asks for, each once, in its own order. */
export function idsOf(config: Asking, { param, separator }: Pick<Batch, 'param' | 'separator'>): string[] {
  const ids = valueOf(config, param)
    .split(separator)
    .map((id) => id.trim());
  return [...new Set(ids)].filter((id) => id !== '');
}

/** How many records a source asks for; `null` when that is no whole number from 1 on. */
export function limitOf(config: Asking, { param }: Widest): number | null {
  const value = valueOf(config, param).trim();
  return /^[1-9]\d{0,8}$/.test(value) ? Number(value) : null;
}

/** The settings without what may differ among sources that share, for telling whether the rest is the same. */
export function withoutOwnPart(config: SourceConfig): SourceConfig {
  const param = config.batch?.param ?? config.widest?.param;
  return param === undefined ? config : asking(config, param, '');
}

function batches<C extends Asking>(configs: readonly [C, ...C[]], batch: Batch): SharedRequest<C>[] {
  const [first] = configs;
  const union = new Set(configs.flatMap((config) => idsOf(config, batch)));
  // In one order whoever asks, so that the same sources make the same request and its validators hold.
  const ids = configs.length === 1 ? [...union] : [...union].sort();
  const requests: SharedRequest<C>[] = [];
  for (let start = 0; start < ids.length; start += batch.most) {
    const some = ids.slice(start, start + batch.most);
    requests.push({ config: asking(first, batch.param, some.join(batch.separator)), ids: some });
  }
  return requests;
}

/**
 * The requests that bring what all these sources want, which differ in their ids or in the number of records alone.
 * `null` for sources that send the very same requests.
 */
export function sharedRequests<C extends Asking & Pick<SourceConfig, 'batch' | 'widest'>>(
  configs: readonly [C, ...C[]],
): SharedRequest<C>[] | null {
  const [first] = configs;
  const { batch, widest } = first;
  if (batch !== undefined) return batches(configs, batch);
  if (widest === undefined) return null;
  const limits = configs.map((config) => limitOf(config, widest) ?? 0);
  return [{ config: asking(first, widest.param, String(Math.max(...limits))), ids: null }];
}

/** Whether a source wants anything of a request. */
export function wantsOf(config: SourceConfig, { ids }: SharedRequest): boolean {
  if (config.batch === undefined || ids === null) return true;
  const own = new Set(idsOf(config, config.batch));
  return ids.some((id) => own.has(id));
}

/** How many entries of an answer are a source's own, counted from the first; `undefined`: all. */
export function ownEntries(config: SourceConfig): number | undefined {
  return config.widest === undefined ? undefined : (limitOf(config, config.widest) ?? undefined);
}

function asText(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

async function keyOf(record: PageRecord, key: Evaluate | null): Promise<string> {
  try {
    return key === null ? record.id : asText(await key(record.fields));
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw upstreamError('expression', `The expression ${error.message}.`, 'Correct it in the settings of the source.');
  }
}

/**
 * The records of a page that a source has asked for. Throws `UpstreamError` no-ids when none of them is one of those
 * that anybody asked for, since then they cannot be told apart, and expression when the key fails.
 */
export async function ownPage(config: SourceConfig, { ids }: SharedRequest, page: Page): Promise<Page> {
  const { batch } = config;
  if (batch === undefined || ids === null || page.records.length === 0) return page;
  const key = batch.key === undefined ? null : compileExpression(batch.key);
  const asked = new Set(ids);
  const own = new Set(idsOf(config, batch));
  let isKnown = false;
  const records: PageRecord[] = [];
  for (const record of page.records) {
    const value = await keyOf(record, key);
    isKnown ||= asked.has(value);
    if (own.has(value)) records.push(record);
  }
  if (!isKnown) {
    const example = await keyOf(page.records[0] as PageRecord, key);
    throw upstreamError(
      'no-ids',
      `None of the ${page.records.length} records is one that was asked for with "${batch.param}": the first is "${example.slice(0, 80)}".`,
      'Say with batch.key which field of a record holds what was asked for.',
    );
  }
  return { ...page, records, entries: records.length };
}
