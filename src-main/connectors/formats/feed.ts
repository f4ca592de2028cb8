import { NotJsonError, parseJson } from '../json-text.ts';
import { FormatError } from './bad-entry.ts';
import { type Feed, feedId, type FeedItem, feedLink, feedTime } from './feed-item.ts';
import { readXmlFeed } from './feed-xml.ts';
import { readXml } from './xml-tree.ts';

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const objectsIn = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** A text of a JSON object; `null` where there is none. Some feeds have numbers for ids. */
function textIn(object: Json, name: string): string | null {
  const value = Object.hasOwn(object, name) ? object[name] : null;
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;
}

/** `authors` of version 1.1, `author` of version 1. */
function authorIn(object: Json): string | null {
  const all = [...objectsIn(object['authors']), ...objectsIn([object['author']])];
  const names = all.flatMap((each) => textIn(each, 'name') ?? textIn(each, 'url') ?? []);
  return names.length === 0 ? null : [...new Set(names)].join(', ');
}

const isJsonFeed = (body: unknown): body is Json =>
  isObject(body) && typeof body['version'] === 'string' && body['version'].includes('jsonfeed.org/version/');

function readJsonFeed(body: Json, base: string): Feed {
  const link = feedLink(textIn(body, 'home_page_url'), base);
  return {
    kind: 'json-feed',
    title: textIn(body, 'title'),
    link,
    description: textIn(body, 'description'),
    language: textIn(body, 'language'),
    updatedAt: null,
    items: objectsIn(body['items']).map((entry) => {
      const item: Omit<FeedItem, 'id'> = {
        title: textIn(entry, 'title'),
        link: feedLink(textIn(entry, 'url') ?? textIn(entry, 'external_url'), link ?? base),
        summary: textIn(entry, 'summary'),
        content: textIn(entry, 'content_html') ?? textIn(entry, 'content_text'),
        author: authorIn(entry) ?? authorIn(body),
        publishedAt: feedTime(entry['date_published']),
        updatedAt: feedTime(entry['date_modified']),
        categories: Array.isArray(entry['tags']) ? entry['tags'].filter((tag) => typeof tag === 'string') : [],
        enclosures: objectsIn(entry['attachments']).flatMap((each) => {
          const url = feedLink(textIn(each, 'url'), base);
          const size = each['size_in_bytes'];
          return url === null ? [] : [{ url, type: textIn(each, 'mime_type'), length: typeof size === 'number' ? size : null }];
        }),
      };
      return { id: feedId(textIn(entry, 'id'), item), ...item };
    }),
  };
}

/**
 * Reads RSS 0.9 to 2.0, Atom 0.3 and 1.0 and JSON Feed, by what the text is. `base` is where it came from. Throws
 * `FormatError`.
 */
export function readFeed(text: string, base: string): Feed {
  if (text.trimStart().startsWith('<')) return readXmlFeed(readXml(text), base);
  let body: unknown;
  try {
    body = parseJson(text);
  } catch (error) {
    throw error instanceof NotJsonError ? new FormatError('The body is neither XML nor JSON, so it is no feed.') : error;
  }
  if (!isJsonFeed(body)) throw new FormatError('The body is JSON, but no JSON Feed: its "version" does not say so.');
  return readJsonFeed(body, base);
}

/** Whether a text looks like the beginning of a feed. */
export function looksLikeFeed(text: string): boolean {
  const start = text.trimStart().slice(0, 4_000);
  if (start.startsWith('<')) return /<(?:\w+:)?(rss|feed|RDF)[\s>]/.test(start) && !/<html[\s>]/i.test(start);
  return start.startsWith('{') && /"version"\s*:\s*"https?:\\?\/\\?\/jsonfeed\.org\\?\/version\\?\//.test(start);
}
