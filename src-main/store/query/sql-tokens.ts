/** A piece of SQL. `name`: a word, or what stands in double quotes, brackets or backquotes, without them. */
export interface Token {
  kind: 'word' | 'name' | 'text' | 'number' | 'parameter' | 'symbol';
  /** Without quotes; a parameter without its colon. */
  text: string;
  /** Where it begins and ends in the SQL. */
  from: number;
  to: number;
}

const RULES: [Token['kind'] | null, RegExp][] = [
  [null, /\s+/y],
  [null, /--[^\n]*/y],
  // A comment that is not closed reaches to the end, as SQLite has it.
  [null, /\/\*[\s\S]*?(?:\*\/|$)/y],
  ['text', /[xX]?'(?:[^']|'')*'?/y],
  ['name', /"(?:[^"]|"")*"?/y],
  ['name', /`(?:[^`]|``)*`?/y],
  ['name', /\[[^\]]*\]?/y],
  ['parameter', /[:@$][A-Za-z0-9_\u0080-\uffff]+|\?\d*/y],
  ['number', /\d[\w.]*(?:(?<=[eE])[+-]\d+)?|\.\d\w*/y],
  ['word', /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y],
  ['symbol', /[\s\S]/y],
];

function unquoted(kind: Token['kind'], raw: string): string {
  if (kind === 'parameter') return raw.slice(1);
  if (kind !== 'name' && kind !== 'text') return raw;
  const opening = raw.search(/['"`[]/);
  const quote = raw[opening] ?? '';
  const inner = raw.slice(opening + 1, raw.endsWith(quote === '[' ? ']' : quote) && raw.length > opening + 1 ? -1 : undefined);
  return quote === '[' ? inner : inner.replaceAll(quote + quote, quote);
}

/** The pieces of SQL, without blanks and comments. Takes any text; what SQLite does not understand is cut somehow. */
export function tokensOf(sql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    for (const [kind, rule] of RULES) {
      rule.lastIndex = at;
      const raw = rule.exec(sql)?.[0];
      if (raw === undefined) continue;
      if (kind !== null) tokens.push({ kind, text: unquoted(kind, raw), from: at, to: at + raw.length });
      at += raw.length;
      break;
    }
  }
  return tokens;
}

/** The names of the parameters that SQL uses; '' or a number for those that are written with a question mark. */
export function parametersOf(sql: string): string[] {
  return [...new Set(tokensOf(sql).flatMap(({ kind, text }) => (kind === 'parameter' ? [text] : [])))];
}

/** Line and column of a place in a text, both counted from 1. */
export function placeOf(sql: string, at: number): { line: number; column: number } {
  const before = sql.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
