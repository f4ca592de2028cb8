import { parse, YAMLParseError } from 'yaml';

/** The most text that is read of a document, characters. */
export const MOST_CHARACTERS = 16 * 1024 * 1024;

/** A document that is no OpenAPI, or none that can be read. */
export class OpenApiError extends Error {
  readonly advice: string;
  constructor(message: string, advice: string) {
    super(message);
    this.name = 'OpenApiError';
    this.advice = advice;
  }
}

export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
/** A text or number as text; nothing else. */
export const wordsOf = (value: unknown): string => (typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '');
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
export const membersOf = (value: unknown): [string, unknown][] => (isObject(value) ? Object.entries(value) : []);

/** How many references may lead to one another. */
const MOST_HOPS = 50;

/** An OpenAPI document, version 2 (Swagger) or 3, with its references. */
export class OpenApiDocument {
  readonly root: Json;
  readonly version: 2 | 3;
  /** References to other documents, which are not fetched. */
  readonly elsewhere = new Set<string>();

  constructor(root: Json, version: 2 | 3) {
    this.root = root;
    this.version = version;
  }

  /** A value, or what it refers to within the document; an empty object where that leads nowhere or in a circle. */
  resolve(value: unknown): Json {
    let current = value;
    for (let hop = 0; hop <= MOST_HOPS; hop += 1) {
      if (!isObject(current)) return {};
      const reference = current['$ref'];
      if (typeof reference !== 'string') return current;
      if (!reference.startsWith('#/')) {
        this.elsewhere.add(reference);
        return {};
      }
      current = this.#at(reference);
    }
    return {};
  }

  #at(reference: string): unknown {
    let value: unknown = this.root;
    for (const part of reference.slice(2).split('/')) {
      const name = decoded(part).replaceAll('~1', '/').replaceAll('~0', '~');
      if (Array.isArray(value)) value = (value as unknown[])[Number(name)];
      else value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
    }
    return value;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parsed(text: string): unknown {
  try {
    // Aliases that multiply, as in a YAML bomb, end as an error.
    return parse(text, { maxAliasCount: 1000, logLevel: 'error', prettyErrors: true });
  } catch (error) {
    const where = error instanceof YAMLParseError && error.linePos !== undefined ? ` (line ${error.linePos[0].line})` : '';
    const what = error instanceof Error ? (error.message.split('\n')[0] ?? '').replace(/ at line .*$/, '') : String(error);
    throw new OpenApiError(`This is neither JSON nor YAML${where}: ${what}`, 'Paste the whole document, or give its address.');
  }
}

/** Reads a document, JSON or YAML. Throws `OpenApiError`. */
export function readDocument(text: string): OpenApiDocument {
  if (text.length > MOST_CHARACTERS)
    throw new OpenApiError('The document is larger than 16 MiB.', 'Cut it down to the paths that you need.');
  const root = parsed(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  if (isObject(root)) {
    if (/^3\./.test(textOf(root['openapi']))) return new OpenApiDocument(root, 3);
    if (root['swagger'] === '2.0' || root['swagger'] === 2) return new OpenApiDocument(root, 2);
    const version = root['openapi'] ?? root['swagger'];
    if (typeof version === 'string' || typeof version === 'number')
      throw new OpenApiError(`OpenAPI ${version} is not known here.`, 'OpenAPI 3.0 and 3.1 and Swagger 2.0 are read.');
  }
  throw new OpenApiError(
    'This is no OpenAPI document: it says neither openapi nor swagger.',
    'Many APIs serve one as openapi.json, openapi.yaml or swagger.json; the address of a page about the API is not it.',
  );
}
