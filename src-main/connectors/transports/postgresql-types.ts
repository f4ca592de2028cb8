import pg from 'pg';
import { parseJson } from '../json-text.ts';

/** What a column holds, by the number that PostgreSQL gives its type (pg_type.oid). */
const { builtins } = pg.types;

/** A double keeps so many digits exactly. */
const EXACT_DIGITS = 15;

/** A whole number that a double keeps; its digits as text where it does not, as with numbers in JSON. */
function whole(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

/** A decimal number; its digits as text where a double would change them, and for what JSON has no number for. */
function decimal(text: string): number | string {
  const value = Number(text);
  const digits = text.replace(/[-.]/g, '').replace(/^0+/, '').length;
  return Number.isFinite(value) && digits <= EXACT_DIGITS ? value : text;
}

const float = (text: string): number | string => (Number.isFinite(Number(text)) ? Number(text) : text);

/** ISO 8601; the session is set to UTC. */
const timestamp = (text: string): string => text.replace(' ', 'T').replace(/\+00$/, 'Z');

const PARSERS = new Map<number, (text: string) => unknown>([
  [builtins.BOOL, (text) => text === 't'],
  [builtins.INT2, whole],
  [builtins.INT4, whole],
  [builtins.INT8, whole],
  [builtins.OID, whole],
  [builtins.FLOAT4, float],
  [builtins.FLOAT8, float],
  [builtins.NUMERIC, decimal],
  [builtins.JSON, parseJson],
  [builtins.JSONB, parseJson],
  [builtins.TIMESTAMP, timestamp],
  [builtins.TIMESTAMPTZ, timestamp],
]);

/** The parsers of the library, whose types know fewer numbers than there are. */
const parsers = pg.types as { getTypeParser(oid: number, format: 'text'): (text: string) => unknown };

/** Lists of numbers, truths and texts; others come as PostgreSQL writes them. */
const LISTS = new Set([1000, 1005, 1007, 1009, 1015, 1021, 1022]);

const asIs = (text: string): unknown => text;

/** Reads a value as PostgreSQL writes it into one that JSON can hold without changing it. */
export function valueParser(oid: number): (text: string) => unknown {
  const parser = PARSERS.get(oid);
  if (parser !== undefined) return parser;
  return LISTS.has(oid) ? (text) => parsers.getTypeParser(oid, 'text')(text) : asIs;
}
