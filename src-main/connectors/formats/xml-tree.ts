import sax from 'sax';
import { FormatError } from './bad-entry.ts';

/** An element of an XML document. */
export interface Element {
  /** In lower case, such as `item` or `content:encoded`: with the usual prefix of its namespace, whichever the document gives it. */
  name: string;
  attributes: Record<string, string>;
  children: (Element | string)[];
}

/** The prefixes by which elements of feeds are known. */
const PREFIXES: Record<string, string> = {
  'http://www.w3.org/2005/Atom': '',
  'http://purl.org/atom/ns#': '',
  'http://purl.org/rss/1.0/': '',
  'http://my.netscape.com/rdf/simple/0.9/': '',
  'http://channel.netscape.com/rdf/simple/0.9/': '',
  'http://backend.userland.com/RSS2': '',
  'http://www.w3.org/1999/xhtml': '',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#': 'rdf',
  'http://purl.org/dc/elements/1.1/': 'dc',
  'http://purl.org/dc/terms/': 'dcterms',
  'http://purl.org/rss/1.0/modules/content/': 'content',
  'http://search.yahoo.com/mrss/': 'media',
  'http://www.itunes.com/dtds/podcast-1.0.dtd': 'itunes',
  'http://www.w3.org/XML/1998/namespace': 'xml',
};

/** Deeper than any document that is meant to be read. */
const DEEPEST = 200;

/** Mistakes that many feeds make and readers pass over: an entity of HTML or none at all, a prefix that was never declared. */
const FORGIVEN = /^(Invalid character|Unbound namespace prefix|Attribute without value|Text data outside of root node|Unquoted attribute)/;

const nameOf = ({ prefix, local, uri }: { prefix: string; local: string; uri: string }) => {
  const usual = Object.hasOwn(PREFIXES, uri) ? (PREFIXES[uri] ?? '') : prefix;
  return (usual === '' ? local : `${usual}:${local}`).toLowerCase();
};

/**
 * Reads an XML document into a tree. Entities of its own are not expanded and nothing outside is fetched, so that neither
 * can make a small document large. Throws `FormatError` with line and column.
 */
export function readXml(text: string): Element {
  const parser = sax.parser(true, { xmlns: true, position: true });
  const open: Element[] = [];
  const roots: Element[] = [];
  const fail = (what: string): never => {
    throw new FormatError(`The body is not valid XML at line ${parser.line + 1}, column ${parser.column + 1}: ${what}.`);
  };
  parser.onopentag = (tag) => {
    if (open.length >= DEEPEST) fail(`its elements are nested more than ${DEEPEST} deep`);
    const { prefix, local, uri, attributes } = tag as sax.QualifiedTag;
    const element: Element = {
      name: nameOf({ prefix, local, uri }),
      attributes: Object.fromEntries(Object.values(attributes).map((each) => [nameOf(each), each.value])),
      children: [],
    };
    const parent = open.at(-1);
    if (parent === undefined) roots.push(element);
    else parent.children.push(element);
    open.push(element);
  };
  parser.onclosetag = () => void open.pop();
  const onText = (content: string) => void open.at(-1)?.children.push(content);
  parser.ontext = onText;
  parser.oncdata = onText;
  parser.onerror = (error) => {
    const [what = ''] = error.message.split('\n');
    if (!FORGIVEN.test(what)) {
      const ends = /^Unclosed root tag|^Unexpected end/.test(what);
      fail(ends ? 'it ends too early, as a response that was cut off does' : what.toLowerCase());
    }
    // The parser goes on only when its error is taken away.
    (parser as unknown as { error: Error | null }).error = null;
  };
  parser.write(text.trimStart()).close();
  return roots[0] ?? fail('there is no element in it');
}

const isElement = (child: Element | string): child is Element => typeof child !== 'string';

/** The elements of a name within an element. */
export const childrenOf = (element: Element, name: string): Element[] =>
  element.children.filter(isElement).filter((each) => each.name === name);

/** The first element of a name within an element. */
export const childOf = (element: Element, name: string): Element | null => childrenOf(element, name)[0] ?? null;

/** All text within an element. */
export function textOf(element: Element): string {
  return element.children.map((child) => (isElement(child) ? textOf(child) : child)).join('');
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What is within an element, written as markup again. */
export function markupOf(element: Element): string {
  return element.children
    .map((child) => {
      if (!isElement(child)) return escaped(child);
      const attributes = Object.entries(child.attributes)
        .filter(([name]) => name !== 'xmlns')
        .map(([name, value]) => ` ${name}="${escaped(value).replaceAll('"', '&quot;')}"`);
      return `<${child.name}${attributes.join('')}>${markupOf(child)}</${child.name}>`;
    })
    .join('');
}
