import { nearNames } from './near-names.ts';
import { FUNCTIONS } from './sql-functions.ts';
import { sqlName } from './sql-names.ts';
import type { SqlTable } from './sql-tables.ts';
import { placeOf, type Token, tokensOf } from './sql-tokens.ts';

/** A query cannot be run as it is written. The message says why, the advice what to do. */
export class SqlMistake extends Error {
  override name = 'SqlMistake';
  readonly advice: string;
  /** Line and column in the SQL, both counted from 1, when that is known. */
  readonly place: { line: number; column: number } | null;

  constructor(message: string, advice: string, place: SqlMistake['place'] = null) {
    super(message);
    this.advice = advice;
    this.place = place;
  }
}

const STARTS = ['SELECT', 'WITH', 'VALUES'];
const ONLY_READS = 'A query only reads: write one SELECT.';

/** Throws `SqlMistake` for a text that is not one statement that reads. What SQLite itself says of it comes after this. */
export function checkText(sql: string): void {
  const tokens = tokensOf(sql);
  const [first] = tokens;
  if (first === undefined) throw new SqlMistake('There is no query yet.', 'Write one SELECT.');
  if (!STARTS.includes(first.text.toUpperCase()) || first.kind !== 'word')
    throw new SqlMistake(`A query begins with SELECT, WITH or VALUES, not with "${first.text}".`, ONLY_READS, placeOf(sql, first.from));
  const end = tokens.findIndex(({ kind, text }) => kind === 'symbol' && text === ';');
  const after = end < 0 ? undefined : tokens.slice(end).find(({ text }) => text !== ';');
  if (after !== undefined)
    throw new SqlMistake(
      'There is more than one statement.',
      'Write one SELECT, or put the others into a WITH before it.',
      placeOf(sql, after.from),
    );
  const barred = tokens.find(({ kind, text }) => kind !== 'text' && /^(pragma_.*|load_extension|fts3_tokenizer|quotas_now)$/i.test(text));
  if (barred !== undefined) throw new SqlMistake(`${barred.text} cannot be used in a query.`, ONLY_READS, placeOf(sql, barred.from));
}

const isNamed = (token: Token, name: string) => token.kind !== 'symbol' && token.text.toLowerCase() === name.toLowerCase();

/** Where a name such as `a.b` stands; the first place of its last part where it cannot be told. */
function findName(sql: string, name: string): SqlMistake['place'] {
  const tokens = tokensOf(sql);
  const whole = tokens.find((token) => isNamed(token, name));
  const last = name.slice(name.lastIndexOf('.') + 1);
  const table = name.slice(0, Math.max(0, name.lastIndexOf('.')));
  const qualified = tokens.find((token, index) => {
    const [before, dot] = [tokens[index - 2], tokens[index - 1]];
    return isNamed(token, last) && dot?.text === '.' && before !== undefined && isNamed(before, table);
  });
  const found = qualified ?? whole ?? tokens.find((token) => isNamed(token, last));
  return found === undefined ? null : placeOf(sql, found.from);
}

/**
 * Where a syntax error is. SQLite names the word only; of several of the kind it is the first one up to which the text
 * cannot be the beginning of a statement, which `says` tells by what SQLite makes of it.
 */
function findSyntaxError(sql: string, word: string, message: string, says: (part: string) => string | null): SqlMistake['place'] {
  const tokens = tokensOf(sql).filter(({ from, to }) => sql.slice(from, to) === word);
  const found = tokens.length < 2 ? tokens[0] : (tokens.find(({ to }) => says(sql.slice(0, to)) === message) ?? tokens[0]);
  return found === undefined ? null : placeOf(sql, found.from);
}

const orList = (names: readonly string[]) => names.map(sqlName).join(' or ');
const meant = (names: readonly string[], otherwise: string) => (names.length === 0 ? otherwise : `Did you mean ${orList(names)}?`);

function columnAdvice(sql: string, wanted: string, tables: readonly SqlTable[]): string {
  const words = new Set(tokensOf(sql).map(({ text }) => text.toLowerCase()));
  const used = tables.filter(({ name }) => words.has(name.toLowerCase()));
  const names = [...new Set(used.flatMap(({ columns }) => columns.map(({ name }) => name)))];
  const near = nearNames(wanted.slice(wanted.lastIndexOf('.') + 1), names);
  const nearWhole = nearNames(wanted, names);
  return meant(
    [...new Set([...nearWhole, ...near])].slice(0, 3),
    used.length === 1
      ? `${used[0]?.name ?? ''} has ${names.slice(0, 20).map(sqlName).join(', ')}${names.length > 20 ? ' and more' : ''}.`
      : 'The list of tables shows the columns of each.',
  );
}

/** What SQLite says of a query, in words with a place. `says` prepares a part of it and gives the message, if there is one. */
export function sqlMistake(error: unknown, sql: string, tables: readonly SqlTable[], says: (part: string) => string | null): SqlMistake {
  if (error instanceof SqlMistake) return error;
  const message = error instanceof Error ? error.message : String(error);
  const named = (pattern: RegExp) => pattern.exec(message)?.[1];
  const near = named(/^near "([\s\S]*)": syntax error$/);
  if (near !== undefined)
    return new SqlMistake(
      `SQL is not understood near "${near}".`,
      'Look for a missing comma, bracket or word just before it.',
      findSyntaxError(sql, near, message, says),
    );
  const column = named(/^no such column: (?:"([^"]*)" - .*|)$/) ?? named(/^no such column: (.*)$/);
  if (column !== undefined)
    return new SqlMistake(`There is no column ${column}.`, columnAdvice(sql, column, tables), findName(sql, column));
  const missing = named(/^no such table: (.*)$/);
  if (missing !== undefined) {
    // A table that is not offered is hidden behind a name that says so.
    const table = missing.replace(/^(main|temp)\./, '').replace(/ is not offered$/, '');
    const names = tables.map(({ name }) => name);
    return new SqlMistake(
      `There is no table ${table}.`,
      meant(nearNames(table, names), `There are ${names.slice(0, 30).map(sqlName).join(', ')}${names.length > 30 ? ' and more' : ''}.`),
      findName(sql, table),
    );
  }
  const unknown = named(/^no such function: (.*)$/) ?? named(/^wrong number of arguments to function (.*)\(\)$/);
  if (unknown !== undefined) {
    const own = FUNCTIONS.find(({ name }) => name === unknown.toLowerCase());
    const isThere = message.startsWith('wrong');
    return new SqlMistake(
      isThere ? `${unknown}() is not called with as many values as it takes.` : `There is no function ${unknown}.`,
      own === undefined
        ? meant(
            nearNames(
              unknown,
              FUNCTIONS.map(({ name }) => name),
            ),
            'SQLite’s own functions and those in the list can be used.',
          )
        : `Write ${own.usage}.`,
      findName(sql, unknown),
    );
  }
  const ambiguous = named(/^ambiguous column name: (.*)$/);
  if (ambiguous !== undefined)
    return new SqlMistake(
      `More than one table has a column ${ambiguous}.`,
      `Write the name of the table before it, such as t.${ambiguous}.`,
      findName(sql, ambiguous),
    );
  if (message === 'incomplete input')
    return new SqlMistake('The query is not complete.', 'Something is missing at its end.', placeOf(sql, sql.trimEnd().length));
  if (/more than one statement/.test(message)) return new SqlMistake('There is more than one statement.', ONLY_READS);
  if (/too big|out of memory/.test(message))
    return new SqlMistake('A value of this query is too big.', 'Join fewer texts, or cut them with substr().');
  if (/malformed JSON/i.test(message))
    return new SqlMistake('A value that is read as JSON is none.', 'Use json_valid(value) to leave such rows out.');
  if (/bad JSON path/i.test(message))
    return new SqlMistake(`SQLite says: ${message}.`, "A JSON path is written '$.venue.name' or '$.odds[0]'.");
  return new SqlMistake(`SQLite says: ${message}.`, 'Correct the query and try again.');
}
