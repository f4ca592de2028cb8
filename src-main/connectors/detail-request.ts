import type { DetailRequest, SourceConfig } from '../../src-preload/contract/index.ts';
import { readPath } from '../../src-preload/contract/index.ts';
import { compileExpression, type Evaluate, ExpressionError } from './expression.ts';
import type { UpstreamRequest, UpstreamResponse } from './http.ts';
import { readBody } from './formats/read-body.ts';
import { buildRequest, FIRST_PAGE } from './json-api.ts';
import { upstreamError } from './upstream-error.ts';

/** A record that details are asked for. */
export interface DetailTarget {
  id: string;
  fields: Record<string, unknown>;
}

/** What an answer says of one record: values by field path. A field that the answer does not hold is not in it. */
export type Details = Record<string, unknown>;

/** Longer addresses are refused by many servers. */
const LONGEST_URL = 8_000;

/** As `encodeURIComponent`, and also the marks that URLs write in more than one way, so that what is built stays as it is. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The separators that may stand in a URL as they are, and that some servers only know that way. */
const encodeSeparator = (text: string) => encode(text).replace(/%2C/g, ',').replace(/%3B/g, ';').replace(/%3A/g, ':');

interface UrlTemplate {
  origin: string;
  /** Host and port. */
  host: string;
  /** The names in braces. */
  places: readonly string[];
  /** `null` when the values would lead to another place than the template names, as `..` in a path does. */
  fill(valueOf: (place: string) => string | null): string | null;
}

/** Reads the template of a URL. Relative ones start from `base`. */
function readTemplate(template: string, base: string): UrlTemplate {
  let mark = 'place';
  while (template.includes(mark)) mark += '0';
  const places: string[] = [];
  const marked = template.replace(/\{([^{}]*)\}/g, (_braces, name: string) => `${mark}-${places.push(name) - 1}-`);
  const url = new URL(marked, base);
  const pieces = url.href.split(new RegExp(`${mark}-(\\d+)-`));
  return {
    origin: url.origin,
    host: url.host,
    places,
    fill: (valueOf) => {
      let filled = '';
      for (const [index, piece] of pieces.entries()) {
        const value = index % 2 === 0 ? piece : valueOf(places[Number(piece)] ?? '');
        if (value === null) return null;
        filled += value;
      }
      return URL.parse(filled)?.href === filled ? filled : null;
    },
  };
}

/** A value as it may stand in an address; `null` where it cannot. */
function placeValue(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : encode(value);
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint' ? encode(String(value)) : null;
}

/** Asks for the details of records, by one detail request of a source, and reads what is answered. */
export class DetailApi {
  /** So many records are served by one call at most. */
  readonly batchSize: number;
  /** Whether the request goes to the server of the source, and so carries its key and headers. */
  readonly isOwnServer: boolean;
  /** Host and port that is called. */
  readonly host: string;
  readonly #config: SourceConfig;
  readonly #request: DetailRequest;
  readonly #template: UrlTemplate;
  readonly #fields: [string, Evaluate][];
  readonly #list: Evaluate;
  readonly #idOf: Evaluate;

  /** Throws `ExpressionError` when an expression of the request cannot be read. */
  constructor(config: SourceConfig, request: DetailRequest) {
    this.#config = config;
    this.#request = request;
    this.#template = readTemplate(request.url, config.url);
    this.isOwnServer = this.#template.origin === new URL(config.url).origin;
    this.host = this.#template.host;
    this.batchSize = request.batch?.size ?? 1;
    this.#fields = Object.entries(request.fields).map(([path, text]) => [path, compileExpression(text)]);
    this.#list = compileExpression(request.batch?.list ?? '');
    this.#idOf = compileExpression(request.batch?.idField ?? 'id');
  }

  /** Whether the address depends on more of a record than its id. */
  get needsFields(): boolean {
    return this.#template.places.some((place) => place !== 'id' && place !== 'ids');
  }

  /** The address for one record; `null` when none can be made for it, because a field that it needs is missing. */
  #urlFor(target: DetailTarget): string | null {
    return this.#template.fill((place) => placeValue(place === 'id' ? target.id : readPath(target.fields, place).value));
  }

  #urlForAll(targets: readonly DetailTarget[]): string | null {
    const ids = targets.map((target) => encode(target.id)).join(encodeSeparator(this.#request.batch?.separator ?? ','));
    return this.#template.fill(() => ids);
  }

  /**
   * Puts records into calls: the address of each, and the records that it serves. `unaskable` are those that no address
   * can be made for.
   */
  calls<T extends DetailTarget>(targets: readonly T[]): { calls: { url: string; targets: T[] }[]; unaskable: T[] } {
    const calls: { url: string; targets: T[] }[] = [];
    const unaskable: T[] = [];
    const { batch } = this.#request;
    let open: { url: string; targets: T[] } | null = null;
    for (const target of targets) {
      if (batch === undefined) {
        const url = this.#urlFor(target);
        if (url === null) unaskable.push(target);
        else calls.push({ url, targets: [target] });
        continue;
      }
      // An id with the separator in it would be read as two.
      const alone = target.id.includes(batch.separator) ? null : this.#urlForAll([target]);
      if (alone === null) {
        unaskable.push(target);
        continue;
      }
      const together: string | null =
        open === null || open.targets.length >= batch.size ? null : this.#urlForAll([...open.targets, target]);
      if (open !== null && together !== null && together.length <= LONGEST_URL) {
        open.url = together;
        open.targets.push(target);
      } else {
        open = { url: alone, targets: [target] };
        calls.push(open);
      }
    }
    return { calls, unaskable };
  }

  /** The request for an address of `calls`. `secret` is that of the source; it goes to the source's own server only. */
  build(url: string, secret: string | null): UpstreamRequest {
    const { headers, auth } = this.#config;
    const own = this.isOwnServer
      ? { headers: { ...headers, ...this.#request.headers }, auth }
      : { headers: this.#request.headers, auth: NO_AUTH };
    return buildRequest({ url, method: 'GET', query: {}, paging: { kind: 'none' }, ...own }, this.isOwnServer ? secret : null, FIRST_PAGE);
  }

  /**
   * What an answer says of the records that it was asked for. A record that the answer to a batch leaves out is not in
   * it. Throws `UpstreamError`: not-json, no-list or expression.
   */
  async read(
    response: Pick<UpstreamResponse, 'status' | 'headers' | 'body' | 'url'>,
    ids: readonly string[],
  ): Promise<Map<string, Details>> {
    const isEmpty = response.status === 204 || response.body.byteLength === 0;
    const body = isEmpty ? null : readBody(response);
    try {
      if (this.#request.batch === undefined) return new Map([[ids[0] ?? '', await this.#detailsOf(body)]]);
      const list = await this.#list(body);
      if (!Array.isArray(list)) {
        throw upstreamError(
          'no-list',
          `The answer of ${this.host} holds no list of details${this.#request.batch.list === '' ? '' : ` at "${this.#request.batch.list}"`}.`,
          'Correct "list" of the batch.',
        );
      }
      const wanted = new Set(ids);
      const found = new Map<string, Details>();
      for (const entry of list as unknown[]) {
        const id = await this.#idOf(entry);
        if (id === undefined) continue;
        const text = typeof id === 'string' ? id : JSON.stringify(id);
        if (wanted.has(text)) found.set(text, await this.#detailsOf(entry));
      }
      return found;
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      throw upstreamError('expression', `The expression ${error.message}.`, 'Correct it in the enrichment of the source.');
    }
  }

  async #detailsOf(answer: unknown): Promise<Details> {
    let details: Details = {};
    for (const [path, evaluate] of this.#fields) {
      const value = await evaluate(answer);
      // A computed name in a literal is an own property even where it is __proto__.
      if (value !== undefined) details = { ...details, [path]: value };
    }
    return details;
  }
}

const NO_AUTH = { kind: 'none' } as const;
