import { readPath } from '../../../src-preload/contract/index.ts';
import { absoluteTime, timeWords } from '../../ui/format.ts';

export interface Cell {
  kind: 'missing' | 'null' | 'number' | 'time' | 'json' | 'text';
  text: string;
  /** The whole value, for the tooltip. */
  title: string;
}

const SHOWN_CHARACTERS = 200;
const TITLE_CHARACTERS = 4_000;

// Grouped from five digits on, so that a year stays a year.
const number = new Intl.NumberFormat(undefined, { maximumFractionDigits: 20, useGrouping: 'min2' });
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;
const MISSING: Cell = { kind: 'missing', text: '', title: '' };

// Half a surrogate pair would be drawn as a character of its own.
const cut = (text: string, most: number) => (text.length <= most ? text : `${text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')}…`);

/** Numbers that JavaScript writes with an exponent stay as they are: with all their zeros they are unreadable, or cut off to 0. */
const numberText = (value: number) => (String(value).includes('e') ? String(value) : number.format(value));

/** The value at a field path. A name may itself hold dots. */
export function valueAt(fields: Record<string, unknown>, path: string): unknown {
  if (Object.hasOwn(fields, path)) return fields[path];
  return readPath(fields, path).value;
}

export function timeCell(iso: string | null): Cell {
  return iso === null ? MISSING : { kind: 'time', text: timeWords(iso), title: absoluteTime(iso) };
}

/** One value as a cell shows it. */
export function cellFor(value: unknown): Cell {
  if (value === undefined) return MISSING;
  if (value === null) return { kind: 'null', text: 'null', title: 'null' };
  if (typeof value === 'number') return { kind: 'number', text: numberText(value), title: String(value) };
  if (typeof value === 'string') {
    if (ISO_TIME.test(value) && !Number.isNaN(Date.parse(value))) return timeCell(value);
    return { kind: 'text', text: cut(value, SHOWN_CHARACTERS), title: cut(value, TITLE_CHARACTERS) };
  }
  if (typeof value === 'object') {
    const text = JSON.stringify(value);
    return { kind: 'json', text: cut(text, SHOWN_CHARACTERS), title: cut(JSON.stringify(value, null, 2), TITLE_CHARACTERS) };
  }
  const text = typeof value === 'boolean' ? String(value) : '';
  return { kind: 'text', text, title: text };
}

export function cellOf(fields: Record<string, unknown>, path: string): Cell {
  return cellFor(valueAt(fields, path));
}
