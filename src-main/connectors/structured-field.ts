/**
 * A value of RFC 9651, section 3.3. A string and a token of the same letters are different values, as are `1` and `1.0`,
 * so each carries its type. `bytes` holds the base64 text as it was sent.
 */
export type BareItem =
  | { type: 'integer' | 'decimal'; value: number }
  | { type: 'string' | 'token' | 'bytes'; value: string }
  | { type: 'boolean'; value: boolean };

export interface Item {
  bare: BareItem;
  parameters: ReadonlyMap<string, BareItem>;
}

const SPACES = / */y;
const OPTIONAL_WHITESPACE = /[ \t]*/y;
const KEY = /[a-z*][a-z0-9_\-.*]*/y;
const TOKEN = /[A-Za-z*][!#$%&'*+\-.^_`|~0-9A-Za-z:/]*/y;
const NUMBER = /-?(\d+)(?:\.(\d*))?/y;
const BOOLEAN = /\?([01])/y;
const BYTES = /:([A-Za-z0-9+/=]*):/y;

const TRUE: BareItem = { type: 'boolean', value: true };

/** Reads a field from left to right, as section 4.2 does. Every reading gives `null` where the field is malformed. */
class FieldReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match !== null) this.#at += match[0].length;
    return match;
  }

  takeCharacter(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #number(): BareItem | null {
    const match = this.take(NUMBER);
    if (match === null) return null;
    const whole = match[1]?.length ?? 0;
    const fraction = match[2]?.length;
    // Adding zero turns -0 into 0.
    const value = Number(match[0]) + 0;
    if (fraction === undefined) return whole > 15 ? null : { type: 'integer', value };
    return whole > 12 || fraction < 1 || fraction > 3 ? null : { type: 'decimal', value };
  }

  #string(): BareItem | null {
    this.#at += 1;
    let value = '';
    while (!this.isAtEnd()) {
      let character = this.#text[this.#at++] ?? '';
      if (character === '"') return { type: 'string', value };
      if (character === '\\') {
        character = this.#text[this.#at++] ?? '';
        if (character !== '"' && character !== '\\') return null;
      }
      if (character < ' ' || character > '~') return null;
      value += character;
    }
    return null;
  }

  #bareItem(): BareItem | null {
    const first = this.#text[this.#at] ?? '';
    if (first === '"') return this.#string();
    if (first === '-' || (first >= '0' && first <= '9')) return this.#number();
    const boolean = this.take(BOOLEAN);
    if (boolean !== null) return { type: 'boolean', value: boolean[1] === '1' };
    const bytes = this.take(BYTES);
    if (bytes !== null) return { type: 'bytes', value: bytes[1] ?? '' };
    const token = this.take(TOKEN);
    return token === null ? null : { type: 'token', value: token[0] };
  }

  #parameters(): Map<string, BareItem> | null {
    const parameters = new Map<string, BareItem>();
    while (this.takeCharacter(';')) {
      this.take(SPACES);
      const key = this.take(KEY);
      const value = this.takeCharacter('=') ? this.#bareItem() : TRUE;
      if (key === null || value === null) return null;
      parameters.set(key[0], value);
    }
    return parameters;
  }

  item(): Item | null {
    const bare = this.#bareItem();
    const parameters = bare === null ? null : this.#parameters();
    return bare === null || parameters === null ? null : { bare, parameters };
  }

  /** A member of a dictionary; one without a value is the boolean true. */
  entry(): [key: string, item: Item] | null {
    const key = this.take(KEY);
    if (key === null) return null;
    if (this.takeCharacter('=')) {
      const item = this.item();
      return item === null ? null : [key[0], item];
    }
    const parameters = this.#parameters();
    return parameters === null ? null : [key[0], { bare: TRUE, parameters }];
  }
}

function parseMembers<Member>(text: string, readMember: (reader: FieldReader) => Member | null): Member[] | null {
  const reader = new FieldReader(text);
  const members: Member[] = [];
  reader.take(SPACES);
  while (!reader.isAtEnd()) {
    const member = readMember(reader);
    if (member === null) return null;
    members.push(member);
    reader.take(OPTIONAL_WHITESPACE);
    if (reader.isAtEnd()) return members;
    if (!reader.takeCharacter(',')) return null;
    reader.take(OPTIONAL_WHITESPACE);
    if (reader.isAtEnd()) return null;
  }
  return members;
}

/**
 * Reads a list of items (RFC 9651, 4.2.1), as `Headers.get` gives it with the lines joined by commas. `null` when any
 * of it is malformed: a field is taken whole or not at all (section 4.2). Inner lists, dates and display strings are not
 * understood and count as malformed. Never throws.
 */
export function parseList(text: string): Item[] | null {
  return parseMembers(text, (reader) => reader.item());
}

/** Reads a dictionary of items (RFC 9651, 4.2.2) within the same limits; of a key given twice the last value counts. */
export function parseDictionary(text: string): Map<string, Item> | null {
  const entries = parseMembers(text, (reader) => reader.entry());
  return entries === null ? null : new Map(entries);
}

/** Reads a single item with its parameters (RFC 9651, 4.2.3) within the same limits. */
export function parseItem(text: string): Item | null {
  const reader = new FieldReader(text);
  reader.take(SPACES);
  const item = reader.item();
  reader.take(SPACES);
  return reader.isAtEnd() ? item : null;
}
