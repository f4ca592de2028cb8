/** A part of a text, in UTF-16 units from its beginning; `end` is the first one after it. */
export interface TextRange {
  start: number;
  end: number;
}

/** More words than these narrow nothing down any more. */
const MOST_TERMS = 16;
const MOST_TRIGRAMS = 12;

const COMBINING = /[\u0300-\u036f]/g;
const BEYOND_ASCII = /[^\0-\u007f]/;

/** One code point of a text in lower case, without its accents. */
function foldCodePoint(point: string): string {
  return point === 'ς' ? 'σ' : point.normalize('NFD').replaceAll(COMBINING, '');
}

/**
 * A text as it is searched: in lower case and without accents. Code points are folded one by one, so what stands within
 * a text in lower case stands within its folded form too.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  return BEYOND_ASCII.test(lower) ? Array.from(lower, foldCodePoint).join('') : lower;
}

/** The words of a search, folded; what stands within quotation marks is one. All of them must occur. */
export function termsOf(query: string): string[] {
  const terms = [...query.matchAll(/"([^"]*)"?|[^\s"]+/g)].map(([word, quoted]) => fold(quoted ?? word));
  return [...new Set(terms.filter((term) => term.trim() !== ''))].slice(0, MOST_TERMS);
}

/** Trigrams that every record holding all of the folded `terms` holds, and some others do; none where the terms are too short. */
export function trigramsOf(terms: readonly string[]): string[] {
  const trigrams = new Set<string>();
  for (const term of terms) {
    // Half of a surrogate pair cannot be looked for in UTF-8.
    if (!term.isWellFormed()) continue;
    const points = Array.from(term.replaceAll('\0', ' '));
    // Side by side rather than overlapping: they are to tell records apart, and the records tell the rest.
    for (let at = 0; at + 3 <= points.length && trigrams.size < MOST_TRIGRAMS; at += 3) trigrams.add(points.slice(at, at + 3).join(''));
    if (points.length >= 3) trigrams.add(points.slice(-3).join(''));
  }
  return [...trigrams];
}

/** An FTS5 expression for the records that hold all of some trigrams. */
export function allOf(trigrams: readonly string[]): string {
  return trigrams.map((trigram) => `"${trigram.replaceAll('"', '""')}"`).join(' AND ');
}

const MARKERS = 4096;
const FIRST_MARKER = 0xe100;

/** Three code points of private use that stand for a source, so that the records of one can be told apart by a trigram. */
export function sourceMarker(sourceRow: number): string {
  return `\ue000${String.fromCharCode(FIRST_MARKER + (sourceRow % MARKERS), FIRST_MARKER + (Math.floor(sourceRow / MARKERS) % MARKERS))}`;
}

function collectTexts(value: unknown, into: string[]): void {
  if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) collectTexts(each, into);
  else into.push(String(value));
}

/** What the search holds of a record: its id and all its values, folded. `rich` and `basic` are JSON text. */
export function searchBody(record: { source_row: number; id: string; basic: string; rich: string | null }): string {
  const texts = [record.id];
  collectTexts(JSON.parse(record.basic), texts);
  if (record.rich !== null) collectTexts(JSON.parse(record.rich), texts);
  return `${fold(texts.join('\n')).replaceAll('\0', ' ')}\n${sourceMarker(record.source_row)}`;
}

/** The folded text, and for each of its units where in the text the code point behind it begins and ends. */
function foldWithPlaces(text: string): { folded: string; starts: number[]; ends: number[] } {
  let folded = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const point of text) {
    const part = fold(point);
    folded += part;
    for (let unit = 0; unit < part.length; unit += 1) {
      starts.push(at);
      ends.push(at + point.length);
    }
    at += point.length;
  }
  return { folded, starts, ends };
}

/** Where the folded `terms` occur in a text, in order and without overlaps. */
export function rangesOf(text: string, terms: readonly string[]): TextRange[] {
  const { folded, starts, ends } = foldWithPlaces(text);
  const found: TextRange[] = [];
  for (const term of terms) {
    for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + term.length))
      found.push({ start: starts[at] ?? 0, end: ends[at + term.length - 1] ?? text.length });
  }
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const joined: TextRange[] = [];
  for (const range of found) {
    const last = joined.at(-1);
    if (last !== undefined && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else joined.push({ ...range });
  }
  return joined;
}
