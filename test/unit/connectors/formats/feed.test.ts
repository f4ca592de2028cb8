import { describe, expect, test } from 'vitest';
import { looksLikeFeed, readFeed } from '../../../../src-main/connectors/formats/feed.ts';

const BASE = 'https://example.com/feed.xml';
const rss = (item: string, channel = '') =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:d="http://purl.org/dc/elements/1.1/"
    xmlns:media="http://search.yahoo.com/mrss/"><channel><title>News</title><link>https://example.com/</link><description>All of it</description>
    <language>en</language><lastBuildDate>Tue, 10 Jun 2003 09:41:01 GMT</lastBuildDate>${channel}<item>${item}</item></channel></rss>`;
const first = (text: string) => readFeed(text, BASE).items[0];

describe('RSS', () => {
  test('2.0 comes in the normal shape', () => {
    const feed = readFeed(
      rss(`<title>Star &amp; City</title><link>/a?b=1&amp;c=2</link><guid isPermaLink="false"> tag:1 </guid>
        <description>&lt;b&gt;bold&lt;/b&gt;</description><content:encoded><![CDATA[<p>All <i>of</i> it</p>]]></content:encoded>
        <d:creator>Ann</d:creator><pubDate>Tue, 03 Jun 2003 09:39:21 EST</pubDate><category>x</category><category>x</category><category> y </category>
        <enclosure url="https://example.com/a.mp3" length="12216320" type="audio/mpeg"/><media:content url="https://example.com/b.jpg" fileSize="0"/>`),
      BASE,
    );
    expect(feed).toEqual({
      kind: 'rss',
      title: 'News',
      link: 'https://example.com/',
      description: 'All of it',
      language: 'en',
      updatedAt: '2003-06-10T09:41:01.000Z',
      items: [
        {
          id: 'tag:1',
          title: 'Star & City',
          link: 'https://example.com/a?b=1&c=2',
          summary: '<b>bold</b>',
          content: '<p>All <i>of</i> it</p>',
          author: 'Ann',
          publishedAt: '2003-06-03T14:39:21.000Z',
          updatedAt: null,
          categories: ['x', 'y'],
          enclosures: [
            { url: 'https://example.com/a.mp3', type: 'audio/mpeg', length: 12216320 },
            { url: 'https://example.com/b.jpg', type: null, length: null },
          ],
        },
      ],
    });
  });

  test('1.0 has its items beside the channel, and 0.9 has them too', () => {
    const feed = readFeed(
      `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel rdf:about="https://x.org/"><title>X</title><link>https://x.org/</link></channel>
        <item rdf:about="https://x.org/1"><title>One</title><link>https://x.org/1</link><dc:date>2003-06-03T10:00:00+01:00</dc:date><dc:subject>s</dc:subject></item></rdf:RDF>`,
      BASE,
    );
    expect(feed.title).toBe('X');
    expect(feed.items[0]).toMatchObject({
      id: 'https://x.org/1',
      title: 'One',
      publishedAt: '2003-06-03T09:00:00.000Z',
      categories: ['s'],
    });
    expect(
      first('<rss version="0.91"><channel><title>T</title><item><title>A</title><link>https://x.org/a</link></item></channel></rss>'),
    ).toMatchObject({
      id: 'https://x.org/a',
      title: 'A',
    });
  });

  test('an item without guid and link is identified by what it says', () => {
    const id = first(rss('<title>Same</title>'))?.id;
    expect(id).toMatch(/^[\w-]{22}$/);
    expect(first(rss('<title>Same</title>'))?.id).toBe(id);
    expect(first(rss('<title>Other</title>'))?.id).not.toBe(id);
  });

  test('a guid that is an address is the link where there is no other', () => {
    expect(first(rss('<guid>https://x.org/1</guid>'))).toMatchObject({ id: 'https://x.org/1', link: 'https://x.org/1' });
  });
});

test('Atom comes in the same shape, with markup written as elements and addresses from xml:base', () => {
  const feed = readFeed(
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://a.org/x/"><title type="html">A &amp;lt; B</title><subtitle>Sub</subtitle>
      <link rel="self" href="feed"/><link href="home"/><updated>2003-12-13T18:30:02Z</updated><author><name>Ann</name></author>
      <entry xml:base="y/"><id>urn:1</id><title>T</title><link rel="enclosure" href="e.mp3" type="audio/mpeg" length="5"/><link href="1"/>
        <published>2003-12-13T08:29:29-04:00</published><updated>2003-12-14</updated><category term="t" label="Label"/>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p class="x">1 &lt; 2</p></div></content></entry>
      <entry><id>urn:2</id><title>U</title><author><name>Bo</name></author><author><email>c@x.org</email></author><summary>s</summary></entry></feed>`,
    BASE,
  );
  expect(feed).toMatchObject({ kind: 'atom', title: 'A &lt; B', description: 'Sub', link: 'https://a.org/x/home', language: 'de' });
  expect(feed.items).toEqual([
    {
      id: 'urn:1',
      title: 'T',
      link: 'https://a.org/x/y/1',
      summary: null,
      content: '<p class="x">1 &lt; 2</p>',
      author: 'Ann',
      publishedAt: '2003-12-13T12:29:29.000Z',
      updatedAt: '2003-12-14T00:00:00.000Z',
      categories: ['Label'],
      enclosures: [{ url: 'https://a.org/x/y/e.mp3', type: 'audio/mpeg', length: 5 }],
    },
    {
      id: 'urn:2',
      title: 'U',
      link: null,
      summary: 's',
      content: null,
      author: 'Bo, c@x.org',
      publishedAt: null,
      updatedAt: null,
      categories: [],
      enclosures: [],
    },
  ]);
});

test('JSON Feed comes in the same shape', () => {
  const feed = readFeed(
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'J',
      home_page_url: 'https://j.org/',
      authors: [{ name: 'Ann' }],
      items: [
        {
          id: 7,
          url: '/a',
          content_html: '<p>x</p>',
          date_published: '2010-02-07T14:04:00-05:00',
          tags: ['t', 4],
          attachments: [{ url: 'https://j.org/a.mp3', mime_type: 'audio/mpeg', size_in_bytes: 9 }],
        },
        'nothing',
      ],
    }),
    BASE,
  );
  expect(feed).toMatchObject({ kind: 'json-feed', title: 'J', link: 'https://j.org/' });
  expect(feed.items).toEqual([
    {
      id: '7',
      title: null,
      link: 'https://j.org/a',
      summary: null,
      content: '<p>x</p>',
      author: 'Ann',
      publishedAt: '2010-02-07T19:04:00.000Z',
      updatedAt: null,
      categories: ['t'],
      enclosures: [{ url: 'https://j.org/a.mp3', type: 'audio/mpeg', length: 9 }],
    },
  ]);
});

describe('what goes wrong', () => {
  test.each([
    ['<rss><channel><item></channel></rss>', /^The body is not valid XML at line 1, column \d+: unexpected close tag\.$/],
    ['<rss>\n<channel><item><title>x', /^The body is not valid XML at line 2, column \d+: it ends too early/],
    ['<html><body>hello</body></html>', 'The body is a web page, not a feed.'],
    ['<opml></opml>', 'The body is XML with <opml> at its root, not a feed.'],
    ['{"version":"2"}', 'no JSON Feed'],
    ['hello', 'neither XML nor JSON'],
    ['<rss></rss>', 'has no channel'],
    [`<rss>${'<a>'.repeat(10_000)}`, 'nested more than 200 deep'],
  ])('%.40s is told in words', (text, words) => {
    expect(() => readFeed(text, BASE)).toThrow(words);
  });

  test('entities of HTML, a bare ampersand and an undeclared prefix do no harm', () => {
    expect(first(rss('<title>a&nbsp;b &copy; R&D &#8364; &unknown;</title><x:y>1</x:y>'))?.title).toBe('a\u00a0b © R&D € &unknown;');
  });

  test('entities of the document are neither expanded nor fetched', () => {
    const lol = Array.from({ length: 9 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`).join('');
    const text = `<!DOCTYPE rss [<!ENTITY l0 "lol">${lol}<!ENTITY file SYSTEM "file:///etc/passwd">]>${rss('<title>&l9;&file;</title>')}`;
    expect(first(text)?.title).toBe('&l9;&file;');
  });
});

test.each([
  [rss(''), true],
  ['<?xml version="1.0"?>\n<!-- a -->\n<feed xmlns="http://www.w3.org/2005/Atom">', true],
  ['<rdf:RDF xmlns="http://purl.org/rss/1.0/">', true],
  ['{"version": "https://jsonfeed.org/version/1"', true],
  ['<!doctype html><html><body><feed>', false],
  ['{"version": 1}', false],
  ['a,b', false],
])('%.30j looks like a feed: %j', (text, expected) => {
  expect(looksLikeFeed(text)).toBe(expected);
});
