import { parse, type ParseError } from 'jsonc-parser';

/** A body that is not JSON. The message says where and shows the place. */
export class NotJsonError extends Error {
  override name = 'NotJsonError';
}

const LONG_NUMBER = /[:[,\s]-?\d{16,}/;

type WithSource = (key: string, value: unknown, context: { source?: string }) => unknown;

/** Keeps integers that a double cannot hold as text, digit by digit; anything else would change ids silently. */
const keepLongIntegers: WithSource = (_key, value, context) =>
  typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(context.source ?? '')
    ? context.source
    : value;

/** Beyond this, reading a broken body a second time would take too long, characters. */
const LONGEST_SEARCHED = 5_000_000;

/** Where the text stops being JSON. V8 tells the position of some mistakes only. */
function placeOf(text: string, error: unknown): number {
  const told = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  if (told !== undefined) return Number(told);
  if (text.length > LONGEST_SEARCHED) return text.length;
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { disallowComments: true });
  } catch (failure) {
    // Nested so deep that the search for the place cannot follow.
    if (!(failure instanceof RangeError)) throw failure;
  }
  return errors[0]?.offset ?? text.length;
}

function describe(text: string, error: unknown): string {
  const start = text.trimStart().slice(0, 200);
  if (start === '') return 'The body is empty.';
  if (start.startsWith('<')) {
    const title = /<title[^>]*>([^<]{1,120})/i.exec(text.slice(0, 5_000))?.[1]?.trim();
    return `The body is a web page or XML, not JSON${title === undefined ? '' : `: "${title}"`}.`;
  }
  const position = placeOf(text, error);
  const before = text.slice(0, position);
  const line = before.split('\n').length;
  const column = position - before.lastIndexOf('\n');
  const excerpt = JSON.stringify(text.slice(Math.max(0, position - 20), position + 20));
  const ends = position >= text.trimEnd().length ? ' It ends too early, as a response that was cut off does.' : '';
  return `The body is not valid JSON at line ${line}, column ${column}, near ${excerpt}.${ends}`;
}

/**
 * Parses a JSON body. A byte order mark is passed over; integers beyond 2^53 become their digits as text.
 * Throws `NotJsonError`.
 */
export function parseJson(text: string): unknown {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    return LONG_NUMBER.test(body) ? JSON.parse(body, keepLongIntegers as Parameters<typeof JSON.parse>[1]) : JSON.parse(body);
  } catch (error) {
    throw new NotJsonError(describe(body, error));
  }
}
