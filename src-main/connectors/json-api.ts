import { createHash, hash } from 'node:crypto';
import { isHttp, looksSecret, type Paging, type Rejected, type SourceConfig } from '../../src-preload/contract/index.ts';
import { addCredentials } from './credentials.ts';
import { compileExpression, type Evaluate, ExpressionError } from './expression.ts';
import type { UpstreamRequest, UpstreamResponse } from './http.ts';
import { BadEntry } from './formats/bad-entry.ts';
import { readBody, standardList } from './formats/read-body.ts';
import { buildLocalRequest } from './local-request.ts';
import { guessShape } from './guess.ts';
import { Rejections } from './rejections.ts';
import { UpstreamError, upstreamError } from './upstream-error.ts';
import { USER_AGENT } from './user-agent.ts';
import { readTime } from './when.ts';

/** Where a page of a listing is to be found. Page 0 needs no more than the source itself. */
export interface PagePlace {
  index: number;
  /** What the page before announced: a cursor, or the URL of a Link header. */
  next: string | null;
  /** Records received in the pages before. */
  offset: number;
}

type Fields = Record<string, unknown>;

export interface PageRecord {
  id: string;
  fields: Fields;
  time: number | null;
}

export interface Page {
  records: PageRecord[];
  rejected: Rejected[];
  /** Entries of the list, also those that were rejected. */
  entries: number;
  next: string | null;
}

export const FIRST_PAGE: PagePlace = { index: 0, next: null, offset: 0 };

type RequestConfig = Pick<SourceConfig, 'url' | 'method' | 'headers' | 'query' | 'body' | 'auth' | 'paging'> &
  Partial<Pick<SourceConfig, 'arguments' | 'timeoutSeconds'>>;

function pageQuery(paging: Paging, place: PagePlace): Record<string, string> {
  switch (paging.kind) {
    case 'page':
      return {
        [paging.param]: String(paging.start + place.index),
        ...(paging.sizeParam === undefined || paging.size === undefined ? {} : { [paging.sizeParam]: String(paging.size) }),
      };
    case 'offset':
      return { [paging.param]: String(place.offset), [paging.sizeParam]: String(paging.size) };
    case 'cursor':
      return place.next === null ? {} : { [paging.param]: place.next };
    default:
      return {};
  }
}

/**
 * Builds the request for one page. `secret` is the resolved secret of the source's auth, `null` where it has none.
 * Throws `UpstreamError` when a Link header points to another origin, which must not see the credentials.
 */
export function buildRequest(config: RequestConfig, secret: string | null, place: PagePlace): UpstreamRequest {
  if (!isHttp(config.url)) return buildLocalRequest(config, secret);
  const linked = config.paging.kind === 'link' && place.next !== null;
  const url = new URL(linked && place.next !== null ? place.next : config.url, config.url);
  if (linked && url.origin !== new URL(config.url).origin) {
    throw upstreamError(
      'redirects',
      `The next page is announced at ${url.host}, another server.`,
      'Freshet does not send credentials there; ask the provider.',
    );
  }
  if (!linked) {
    const query = { ...config.query, ...pageQuery(config.paging, place) };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  }
  const headers: Record<string, string> = { accept: 'application/json, */*;q=0.5', 'user-agent': USER_AGENT };
  for (const [name, value] of Object.entries(config.headers)) headers[name.toLowerCase()] = value;
  if (config.body !== undefined && config.method === 'POST') headers['content-type'] ??= 'application/json';
  const secretHeaders = addCredentials(config.auth, secret, url, headers);
  // A header that the user typed may be a credential too.
  secretHeaders.push('cookie', 'authorization', ...Object.keys(config.headers).map((name) => name.toLowerCase()));
  return {
    method: config.method,
    url: url.href,
    headers,
    secretHeaders,
    page: place.index,
    ...(config.body === undefined || config.method === 'GET' ? {} : { body: config.body }),
  };
}

/** Identifies a request for the store of validators, without its secrets. */
export function requestKey(config: RequestConfig, place: PagePlace): string {
  const bare = buildRequest({ ...config, auth: { kind: 'none' } }, null, place);
  // Another version of Freshet asks for the same.
  const { 'user-agent': agent, ...rest } = bare.headers;
  const headers = agent === USER_AGENT ? rest : bare.headers;
  return createHash('sha256')
    .update(JSON.stringify([bare.method, bare.url, headers, bare.body ?? '']))
    .digest('base64url')
    .slice(0, 22);
}

/** The URL of the request as it may be shown and logged: a query key is struck out, and what by its name may be one. */
export function shownUrl(config: RequestConfig, url: string): string {
  const shown = new URL(url);
  const key = config.auth.kind === 'query' ? config.auth.name : null;
  for (const name of new Set(shown.searchParams.keys())) if (name === key || looksSecret(name)) shown.searchParams.set(name, '•••');
  return shown.href.replaceAll('%E2%80%A2', '•');
}

/** The target of `rel="next"` in a Link header (RFC 8288), made absolute. */
export function nextLink(header: string | null, base: string): string | null {
  if (header === null) return null;
  for (const match of header.matchAll(/<([^>]*)>((?:\s*;\s*[\w*-]+\s*(?:=\s*(?:"[^"]*"|[^\s,;"]+))?)*)/g)) {
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s,;]+))/i.exec(match[2] ?? '');
    const relations = (rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/);
    if (relations.includes('next') && URL.canParse(match[1] ?? '', base)) return new URL(match[1] ?? '', base).href;
  }
  return null;
}

/** Text as it is, anything else as JSON has it. */
const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const kindOf = (value: unknown) =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'a list'
      : typeof value === 'object'
        ? 'an object'
        : typeof value === 'string'
          ? 'text'
          : `a ${typeof value}`;

/** Deeper than any record that is meant to be read, and far from what SQLite (1,000) and recursion here can follow. */
const DEEPEST = 200;

/** Whether a value holds others within others more than `most` times. */
function exceedsDepth(value: object, most: number): boolean {
  if (most === 0) return true;
  return Object.values(value).some((inner: unknown) => typeof inner === 'object' && inner !== null && exceedsDepth(inner, most - 1));
}

/** An expression of a source that cannot be read or that failed, as a failure of the refresh. */
export function expressionFailure(error: ExpressionError): UpstreamError {
  return upstreamError('expression', `The expression ${error.message}.`, 'Correct it in the settings of the source.');
}

/** Makes the reader of a source. Throws `UpstreamError` with code expression when one of its expressions cannot be read. */
export function openJsonApi(config: SourceConfig): JsonApi {
  try {
    return new JsonApi(config);
  } catch (error) {
    throw error instanceof ExpressionError ? expressionFailure(error) : error;
  }
}

/** Names a row that has no id of its own; `null` where it has one. */
type RowNames = (entry: Fields) => string | null;

/** Turns the responses of any JSON API into records, by the expressions of the source. */
export class JsonApi {
  readonly #config: SourceConfig;
  readonly #list: Evaluate;
  readonly #id: Evaluate;
  readonly #time: Evaluate | null;
  readonly #cursor: Evaluate | null;
  readonly #computed: [string, Evaluate][];

  /** Throws `ExpressionError` when an expression of the source cannot be read. */
  constructor(config: SourceConfig) {
    this.#config = config;
    this.#list = compileExpression(config.list === '' ? standardList(config.format) : config.list);
    this.#id = compileExpression(config.idField);
    this.#time = config.timeField === undefined ? null : compileExpression(config.timeField);
    this.#cursor = config.paging.kind === 'cursor' ? compileExpression(config.paging.cursor) : null;
    this.#computed = Object.entries(config.computed).map(([name, text]) => [name, compileExpression(text)]);
  }

  /** The list of records in a body, or `null` when there is none where the source says. */
  async listOf(body: unknown): Promise<unknown[] | null> {
    try {
      return await this.#entries(body);
    } catch (error) {
      if (error instanceof ExpressionError || error instanceof UpstreamError) return null;
      throw error;
    }
  }

  async #entries(body: unknown): Promise<unknown[]> {
    const list = await this.#list(body);
    if (Array.isArray(list)) return list as unknown[];
    // An expression that finds one thing gives that thing rather than a list of one; so does an API that has just one record.
    if (isObject(list) && (await this.#id(list)) !== undefined) return [list];
    const where = this.#config.list === '' ? 'The body' : `"${this.#config.list}"`;
    const found = guessShape(body)
      .lists.slice(0, 3)
      .map((each) => `"${each.path}" (${each.count})`);
    const hint = found.length > 0 ? `Lists in this response: ${found.join(', ')}.` : 'The response holds no list of objects.';
    throw upstreamError(
      'no-list',
      list === undefined
        ? `${where} is not in the response, so there is no list of records.`
        : `${where} is ${kindOf(list)}, not a list of records.`,
      hint,
    );
  }

  async #withComputed(entry: Fields): Promise<Fields> {
    let fields = entry;
    for (const [name, evaluate] of this.#computed) {
      const value = await evaluate(entry);
      if (value !== undefined) fields = { ...fields, [name]: value };
    }
    return fields;
  }

  /**
   * Names rows that have no id of their own by what they hold; the second of two that are the same is told from the first.
   * `null` where entries name themselves.
   */
  #rowNames(): RowNames | null {
    if (this.#config.format?.kind !== 'csv' || this.#config.idField !== 'id') return null;
    const times = new Map<string, number>();
    return (entry) => {
      if (Object.hasOwn(entry, 'id')) return null;
      const name = hash('sha256', JSON.stringify(entry), 'base64url').slice(0, 22);
      const time = (times.get(name) ?? 0) + 1;
      times.set(name, time);
      return time === 1 ? name : `${name}-${time}`;
    };
  }

  /** A promise only where an expression needs one: a hundred thousand needless ones would take longer than all the rest. */
  #record(
    entry: unknown,
    position: number,
    rejections: Rejections,
    nameOf: RowNames | null,
  ): PageRecord | null | Promise<PageRecord | null> {
    if (entry instanceof BadEntry) return rejections.add(entry.reason, entry.example);
    if (!isObject(entry)) return rejections.add('not an object', `entry ${position + 1} is ${kindOf(entry)}`);
    if (exceedsDepth(entry, DEEPEST)) return rejections.add(`nested more than ${DEEPEST} deep`, `entry ${position + 1}`);
    // By what the row itself holds, so that another computed field makes no other record of it.
    const name = nameOf?.(entry) ?? null;
    if (this.#computed.length === 0) return this.#identified(entry, name, position, rejections);
    return this.#withComputed(entry).then((fields) => this.#identified(fields, name, position, rejections));
  }

  #identified(
    fields: Fields,
    name: string | null,
    position: number,
    rejections: Rejections,
  ): PageRecord | null | Promise<PageRecord | null> {
    const id = name ?? this.#id(fields);
    const time = this.#time === null ? null : this.#time(fields);
    if (!(id instanceof Promise) && !(time instanceof Promise)) return this.#made(fields, id, time, position, rejections);
    return Promise.all([id, time]).then(([anId, aTime]) => this.#made(fields, anId, aTime, position, rejections));
  }

  #made(fields: Fields, id: unknown, time: unknown, position: number, rejections: Rejections): PageRecord | null {
    const { idField } = this.#config;
    if (id === undefined || id === null || id === '')
      return rejections.add(`no value in the id field "${idField}"`, `entry ${position + 1}: ${JSON.stringify(fields).slice(0, 120)}`);
    if (typeof id === 'object') return rejections.add(`the id field "${idField}" is ${kindOf(id)}`, `entry ${position + 1}`);
    // Half of a surrogate pair cannot be stored; the id would be another one each time it is looked up.
    return { id: asText(id).toWellFormed(), fields, time: time === null ? null : readTime(time) };
  }

  /** Makes a record of fields that did not come in a listing and whose id is known. Throws `UpstreamError` with code expression. */
  async recordOf(id: string, given: Fields): Promise<PageRecord> {
    try {
      const fields = this.#computed.length === 0 ? given : await this.#withComputed(given);
      return { id, fields, time: this.#time === null ? null : readTime(await this.#time(fields)) };
    } catch (error) {
      throw error instanceof ExpressionError ? expressionFailure(error) : error;
    }
  }

  /** Reads one page, of it at most the first `most` entries. Throws `UpstreamError`: not-json, no-list, no-ids or expression. */
  async readPage(response: UpstreamResponse, place: PagePlace, most?: number): Promise<Page> {
    const body = readBody(response, this.#config.format);
    try {
      const entries = (await this.#entries(body)).slice(0, most);
      const rejections = new Rejections();
      const records = new Map<string, PageRecord>();
      const nameOf = this.#rowNames();
      for (const [position, entry] of entries.entries()) {
        const made = this.#record(entry, position, rejections, nameOf);
        const record = made instanceof Promise ? await made : made;
        if (record === null) continue;
        if (records.has(record.id))
          rejections.add(`the id occurs twice in one response`, `"${record.id}", again at entry ${position + 1}; the first was kept`);
        else records.set(record.id, record);
      }
      const rejected = rejections.list();
      if (records.size === 0 && entries.length > 0) {
        throw upstreamError(
          'no-ids',
          `None of the ${entries.length} entries can be taken: ${rejected[0]?.reason ?? ''} (${rejected[0]?.example ?? ''}).`,
          entries.every((entry) => entry instanceof BadEntry)
            ? 'Check the format of the source.'
            : 'Choose another id field; the preview suggests one.',
        );
      }
      return {
        records: [...records.values()],
        rejected,
        entries: entries.length,
        next: await this.#next(body, response, place, entries.length),
      };
    } catch (error) {
      throw error instanceof ExpressionError ? expressionFailure(error) : error;
    }
  }

  async #next(body: unknown, response: UpstreamResponse, place: PagePlace, entries: number): Promise<string | null> {
    const { paging } = this.#config;
    switch (paging.kind) {
      case 'none':
        return null;
      case 'link':
        return nextLink(response.headers.get('link'), response.url);
      case 'cursor': {
        const cursor = await this.#cursor?.(body);
        if (cursor === undefined || cursor === null || cursor === '' || cursor === false) return null;
        // A server that announces the same page again would be asked for it for ever.
        const next = asText(cursor);
        return next === place.next ? null : next;
      }
      case 'page':
        return entries === 0 || (paging.size !== undefined && entries < paging.size) ? null : 'more';
      case 'offset':
        return entries < paging.size ? null : 'more';
    }
  }
}
