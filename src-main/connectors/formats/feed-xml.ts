import { FormatError } from './bad-entry.ts';
import { type Enclosure, type Feed, feedId, type FeedItem, feedLink, feedTime } from './feed-item.ts';
import { childOf, childrenOf, type Element, markupOf, textOf } from './xml-tree.ts';

/** The text of the first of the named elements that has some. */
function text(element: Element, ...names: string[]): string | null {
  for (const name of names) {
    for (const child of childrenOf(element, name)) {
      const content = textOf(child).trim();
      if (content !== '') return content;
    }
  }
  return null;
}

const attribute = ({ attributes }: Element, name: string): string | null => attributes[name]?.trim() || null;

/** Text of Atom may be markup, written out or as elements (RFC 4287, 3.1). */
function atomText(element: Element, name: string): string | null {
  const child = childOf(element, name);
  if (child === null) return null;
  if (attribute(child, 'type') !== 'xhtml') return textOf(child).trim() || null;
  const inner = childOf(child, 'div') ?? child;
  return markupOf(inner).trim() || null;
}

/** Bytes as feeds write them; many write 0 for what they do not know. */
function byteCount(value: string | null): number | null {
  const count = value === null ? Number.NaN : Number(value);
  return Number.isSafeInteger(count) && count > 0 ? count : null;
}

const unique = (texts: readonly (string | null)[]) => [...new Set(texts.flatMap((each) => (each === null || each === '' ? [] : [each])))];

function enclosuresOf(elements: readonly Element[], urlName: string, sizeName: string, base: string): Enclosure[] {
  return elements.flatMap((each) => {
    const url = feedLink(attribute(each, urlName), base);
    return url === null ? [] : [{ url, type: attribute(each, 'type'), length: byteCount(attribute(each, sizeName)) }];
  });
}

/** The `rel` of a link is `alternate` where it says none (RFC 4287, 4.2.7.2). */
const linksOf = (element: Element, rel: string) =>
  childrenOf(element, 'link').filter((each) => (attribute(each, 'rel') ?? 'alternate') === rel);

function rssItem(item: Element, channelAuthor: string | null, base: string): FeedItem {
  const guid = childOf(item, 'guid');
  const given = guid === null ? attribute(item, 'rdf:about') : textOf(guid);
  // A guid is an address unless it says that it is not (RSS 2.0), and often the only one.
  const isAddress = guid !== null && attribute(guid, 'ispermalink') !== 'false' && /^https?:/.test(textOf(guid).trim());
  const atomLink = linksOf(item, 'alternate').find((each) => attribute(each, 'href') !== null);
  const link = text(item, 'link') ?? (atomLink === undefined ? null : attribute(atomLink, 'href')) ?? (isAddress ? textOf(guid) : null);
  const description = text(item, 'description', 'itunes:summary', 'media:description');
  const rest: Omit<FeedItem, 'id'> = {
    title: text(item, 'title', 'media:title'),
    link: feedLink(link, base),
    summary: description,
    content: text(item, 'content:encoded', 'content'),
    author: text(item, 'dc:creator', 'author', 'itunes:author') ?? channelAuthor,
    publishedAt: feedTime(text(item, 'pubdate', 'dc:date', 'dcterms:created', 'published')),
    updatedAt: feedTime(text(item, 'dcterms:modified', 'updated')),
    categories: unique([...childrenOf(item, 'category'), ...childrenOf(item, 'dc:subject')].map((each) => textOf(each).trim())),
    enclosures: [
      ...enclosuresOf(childrenOf(item, 'enclosure'), 'url', 'length', base),
      ...enclosuresOf(
        [item, ...childrenOf(item, 'media:group')].flatMap((each) => childrenOf(each, 'media:content')),
        'url',
        'filesize',
        base,
      ),
    ].filter(({ url }, index, all) => all.findIndex((each) => each.url === url) === index),
  };
  return { id: feedId(given, rest), ...rest };
}

function rssFeed(root: Element, base: string): Feed {
  const channel = childOf(root, 'channel');
  if (channel === null) throw new FormatError('The body is RSS, but has no channel.');
  const link = feedLink(text(channel, 'link'), base);
  const author = text(channel, 'dc:creator', 'itunes:author');
  // In RSS 1.0 the items stand beside the channel.
  const items = [...childrenOf(channel, 'item'), ...childrenOf(root, 'item')];
  return {
    kind: 'rss',
    title: text(channel, 'title'),
    link,
    description: text(channel, 'description'),
    language: text(channel, 'language', 'dc:language'),
    updatedAt: feedTime(text(channel, 'lastbuilddate', 'pubdate', 'dc:date')),
    items: items.map((item) => rssItem(item, author, attribute(item, 'xml:base') ?? link ?? base)),
  };
}

const people = (element: Element) =>
  unique(childrenOf(element, 'author').map((each) => text(each, 'name') ?? text(each, 'email', 'uri'))).join(', ') || null;

function atomEntry(entry: Element, feedAuthor: string | null, feedBase: string): FeedItem {
  const base = feedLink(attribute(entry, 'xml:base'), feedBase) ?? feedBase;
  const [alternate] = linksOf(entry, 'alternate');
  const content = childOf(entry, 'content');
  const rest: Omit<FeedItem, 'id'> = {
    title: atomText(entry, 'title') ?? text(entry, 'media:title'),
    link: feedLink(alternate === undefined ? (content === null ? null : attribute(content, 'src')) : attribute(alternate, 'href'), base),
    summary: atomText(entry, 'summary') ?? text(entry, 'media:description'),
    content: atomText(entry, 'content'),
    author: people(entry) ?? feedAuthor,
    publishedAt: feedTime(text(entry, 'published', 'issued', 'created')),
    updatedAt: feedTime(text(entry, 'updated', 'modified')),
    categories: unique(childrenOf(entry, 'category').map((each) => attribute(each, 'label') ?? attribute(each, 'term'))),
    enclosures: enclosuresOf(linksOf(entry, 'enclosure'), 'href', 'length', base),
  };
  return { id: feedId(text(entry, 'id'), rest), ...rest };
}

function atomFeed(root: Element, base: string): Feed {
  const own = feedLink(attribute(root, 'xml:base'), base) ?? base;
  const [alternate] = linksOf(root, 'alternate');
  const author = people(root);
  return {
    kind: 'atom',
    title: atomText(root, 'title'),
    link: alternate === undefined ? null : feedLink(attribute(alternate, 'href'), own),
    description: atomText(root, 'subtitle') ?? atomText(root, 'tagline'),
    language: attribute(root, 'xml:lang'),
    updatedAt: feedTime(text(root, 'updated', 'modified')),
    items: childrenOf(root, 'entry').map((entry) => atomEntry(entry, author, own)),
  };
}

/** Reads a feed from its XML. Throws `FormatError` when it is none. */
export function readXmlFeed(root: Element, base: string): Feed {
  if (root.name === 'rss' || root.name === 'rdf:rdf') return rssFeed(root, base);
  if (root.name === 'feed') return atomFeed(root, base);
  const what = root.name === 'html' ? 'a web page' : `XML with <${root.name}> at its root`;
  throw new FormatError(`The body is ${what}, not a feed.`);
}
