import { hash } from 'node:crypto';
import { readTime } from '../when.ts';

/** A file that comes with an entry, such as an episode of a podcast. */
export interface Enclosure {
  url: string;
  type: string | null;
  /** Bytes. */
  length: number | null;
}

/** An entry of a feed, whatever the feed is written in. Times are ISO 8601; what the feed does not say is `null`. */
export interface FeedItem {
  /** What the feed says identifies it, or its address, or else a fingerprint of its title and text. */
  id: string;
  title: string | null;
  link: string | null;
  summary: string | null;
  /** The whole text, usually HTML. */
  content: string | null;
  author: string | null;
  publishedAt: string | null;
  updatedAt: string | null;
  categories: string[];
  enclosures: Enclosure[];
}

/** What a channel says of itself, and its entries. */
export interface Feed {
  kind: 'rss' | 'atom' | 'json-feed';
  title: string | null;
  link: string | null;
  description: string | null;
  language: string | null;
  updatedAt: string | null;
  items: FeedItem[];
}

/** A time of a feed as ISO 8601; `null` where there is none that can be read. */
export function feedTime(value: unknown): string | null {
  const ms = readTime(value);
  return ms === null ? null : new Date(ms).toISOString();
}

/** An address made absolute, where it can be. */
export function feedLink(value: string | null, base: string): string | null {
  if (value === null || value.trim() === '') return null;
  return URL.canParse(value.trim(), base) ? new URL(value.trim(), base).href : value.trim();
}

/** The id of an entry: what the feed gives, its address, or a fingerprint of what it says. */
export function feedId(given: string | null, item: Omit<FeedItem, 'id'>): string {
  if (given !== null && given.trim() !== '') return given.trim();
  if (item.link !== null) return item.link;
  return hash('sha256', JSON.stringify([item.title, item.publishedAt, item.summary, item.content]), 'base64url').slice(0, 22);
}
