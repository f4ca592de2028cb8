import { CsvError, type Info, parse } from 'csv-parse/sync';
import type { Format } from '../../../src-preload/contract/index.ts';
import { BadEntry, excerpt, FormatError } from './bad-entry.ts';

type CsvFormat = Extract<Format, { kind: 'csv' }>;

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** So many characters and lines say what the delimiter is. */
const SAMPLE_CHARACTERS = 65_536;
const SAMPLE_LINES = 50;

/** The lines at the beginning of a text; a line break within quotes ends none. Quoted parts are left out. */
function sampleLines(text: string, quote: string): string[] {
  const lines: string[] = [];
  let line = '';
  let isQuoted = false;
  for (const character of text.slice(0, SAMPLE_CHARACTERS)) {
    if (character === quote) isQuoted = !isQuoted;
    else if (!isQuoted && character === '\n') {
      if (line.trim() !== '') lines.push(line);
      line = '';
      if (lines.length === SAMPLE_LINES) return lines;
    } else if (!isQuoted) line += character;
  }
  if (line.trim() !== '' && text.length <= SAMPLE_CHARACTERS) lines.push(line);
  return lines;
}

/**
 * The delimiter of a text, and in how many columns it cuts each of the first lines; `null` when none cuts all of them in
 * the same number of columns, of which there are at least two.
 */
export function findDelimiter(text: string, quote = '"'): { delimiter: string; columns: number; lines: number } | null {
  const lines = sampleLines(text, quote);
  const found = DELIMITERS.flatMap((delimiter) => {
    const counts = lines.map((line) => line.split(delimiter).length);
    const columns = counts[0] ?? 1;
    return columns > 1 && counts.every((count) => count === columns) ? [{ delimiter, columns, lines: lines.length }] : [];
  });
  return found.sort((a, b) => b.columns - a.columns)[0] ?? null;
}

/** Without a delimiter that fits all lines, the one that the first line holds most of. */
function likeliest(text: string, quote: string): string {
  const [first = ''] = sampleLines(text, quote);
  const count = (delimiter: string) => first.split(delimiter).length;
  return [...DELIMITERS].sort((a, b) => count(b) - count(a))[0] ?? ',';
}

/** Numbers as JSON writes them, but without an exponent, which is as likely to be a part of a code. */
const NUMBER = /^-?(0|[1-9]\d{0,14})(\.\d+)?$/;

/** A double keeps so many digits exactly. */
const EXACT_DIGITS = 15;

/** An empty cell holds nothing. Digits that a number would change, such as leading zeros or very many, stay text. */
function cellValue(cell: string, asNumbers: boolean): string | number | null {
  if (cell === '') return null;
  if (!asNumbers || !NUMBER.test(cell)) return cell;
  return cell.replace(/^-?0?\.?0*|\./g, '').length <= EXACT_DIGITS ? Number(cell) : cell;
}

/** Names of columns: each has one, and none occurs twice. */
function columnNames(header: readonly string[]): string[] {
  const taken = new Set<string>();
  return header.map((cell, index) => {
    const name = cell.trim() === '' ? `column${index + 1}` : cell.trim();
    let free = name;
    for (let number = 2; taken.has(free); number += 1) free = `${name} ${number}`;
    taken.add(free);
    return free;
  });
}

const reasonOf = (error: CsvError) =>
  error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'a quote is opened and never closed' : error.message.replace(/^[^:]*: /, '');

/**
 * Reads delimited text (RFC 4180) as a list of rows. A row with more or fewer cells than there are columns becomes a
 * `BadEntry`: a cell may have been lost. Throws `FormatError` when the text as a whole cannot be read.
 */
export function readCsv(text: string, { delimiter, header, quote, numbers }: CsvFormat): unknown[] {
  const separator = delimiter === 'auto' ? (findDelimiter(text, quote)?.delimiter ?? likeliest(text, quote)) : delimiter;
  if (separator === quote) throw new FormatError(`The delimiter and the quote are the same character, ${excerpt(quote)}.`);
  let rows: { record: string[]; info: Info }[];
  try {
    rows = parse(text, {
      delimiter: separator,
      quote,
      escape: quote,
      info: true,
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    }) as unknown as typeof rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = 'lines' in error && typeof error.lines === 'number' ? ` at line ${error.lines}` : '';
    throw new FormatError(`The body is not valid CSV${line}: ${reasonOf(error)}.`);
  }
  const [first] = rows;
  if (first === undefined) return [];
  const names = columnNames(header ? first.record : first.record.map(() => ''));
  return rows.slice(header ? 1 : 0).map(({ record, info }) => {
    if (record.length !== names.length) {
      const cells = `${record.length} ${record.length === 1 ? 'cell' : 'cells'}`;
      return new BadEntry(
        `the row does not have ${names.length} cells, as the ${header ? 'header' : 'first row'} has`,
        `line ${info.lines} has ${cells}: ${excerpt(record.join(separator))}`,
      );
    }
    return Object.fromEntries(names.map((name, index) => [name, cellValue(record[index] ?? '', numbers)]));
  });
}
