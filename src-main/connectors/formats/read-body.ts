import type { Format, FormatKind } from '../../../src-preload/contract/index.ts';
import { formatOf } from '../../../src-preload/contract/index.ts';
import { hostOf } from '../../../src-preload/contract/index.ts';
import type { UpstreamResponse } from '../http.ts';
import { NotJsonError, parseJson } from '../json-text.ts';
import { upstreamError } from '../upstream-error.ts';
import { FormatError } from './bad-entry.ts';
import { bodyText } from './body-text.ts';
import { findDelimiter, readCsv } from './csv.ts';
import { looksLikeFeed, readFeed } from './feed.ts';
import { readNdjson } from './ndjson.ts';

type Body = Pick<UpstreamResponse, 'headers' | 'body' | 'url'>;

const JSON_FORMAT: Format = { kind: 'json' };

function valueOf(text: string, format: Format, url: string): unknown {
  switch (format.kind) {
    case 'json':
      return parseJson(text);
    case 'ndjson':
      return readNdjson(text);
    case 'csv':
      return readCsv(text, format);
    case 'feed':
      return readFeed(text, url);
  }
}

const ADVICE: Record<FormatKind, string> = {
  json: 'Check that the URL is the one of the API rather than of a web page, and the format of the source.',
  ndjson: 'Check the URL, and the format of the source.',
  csv: 'Check the delimiter and the quote in the format of the source, and the URL.',
  feed: 'Check that the URL is the one of the feed rather than of the page that shows it.',
};

/** The body as a JSON value. Throws `UpstreamError` with code not-json, or bad-format for anything but JSON. */
export function readBody(response: Body, format: Format = JSON_FORMAT): unknown {
  try {
    return valueOf(bodyText(response), format, response.url);
  } catch (error) {
    if (!(error instanceof NotJsonError) && !(error instanceof FormatError)) throw error;
    const said = `${error.message[0]?.toLowerCase() ?? ''}${error.message.slice(1)}`;
    throw upstreamError(
      error instanceof NotJsonError ? 'not-json' : 'bad-format',
      `${hostOf(response.url)} answered, but ${said}`,
      ADVICE[format.kind],
    );
  }
}

/** The list of records in a format that has one place for it, for a source that does not say where it is. */
export const standardList = (format: Format | undefined): string => (format?.kind === 'feed' ? 'items' : '');

/** Content types that leave no doubt (RFC 4287, RFC 4180 and the usual names of the others). */
const BY_TYPE: [RegExp, FormatKind][] = [
  [/^application\/(rss|atom|rdf|feed)\+(xml|json)/, 'feed'],
  [/^(application\/(x-ndjson|ndjson|jsonl|x-jsonlines|json-seq)|text\/(x-)?ndjson)/, 'ndjson'],
  [/^(text\/(csv|tab-separated-values)|application\/csv)/, 'csv'],
];

/** Whether each of the first lines is an object of its own. */
function looksLikeNdjson(text: string): boolean {
  const lines = text
    .slice(0, 200_000)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const whole = text.length > 200_000 ? lines.slice(0, -1) : lines;
  const isObject = (line: string) => {
    try {
      const value: unknown = JSON.parse(line);
      return typeof value === 'object' && value !== null;
    } catch {
      return false;
    }
  };
  return whole.length > 1 && whole.slice(0, 5).every(isObject);
}

/**
 * The format that a body is likely to be in, by its content type and by what it holds. JSON where nothing else is
 * recognised.
 */
export function guessFormat(response: Body): Format {
  const text = bodyText(response);
  const type = (response.headers.get('content-type') ?? '').toLowerCase().trim();
  if (looksLikeFeed(text)) return formatOf('feed');
  const byType = BY_TYPE.find(([pattern]) => pattern.test(type))?.[1];
  if (byType !== undefined) return formatOf(byType);
  const [first] = text.trimStart();
  if (first === '{' || first === '[') return formatOf(looksLikeNdjson(text) ? 'ndjson' : 'json');
  if (first === '<') return JSON_FORMAT;
  const table = findDelimiter(text);
  return table !== null && table.lines > 1 ? formatOf('csv') : JSON_FORMAT;
}
