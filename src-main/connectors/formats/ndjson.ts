import { NotJsonError, parseJson } from '../json-text.ts';
import { BadEntry, excerpt, FormatError } from './bad-entry.ts';

/** Begins each text of a JSON text sequence (RFC 7464). */
const RECORD_SEPARATOR = '\u001e';

/**
 * Reads newline-delimited JSON: a value on each line, empty lines passed over, also with the record separators of RFC 7464.
 * A line that cannot be read becomes a `BadEntry`. Throws `FormatError` when none can be read.
 */
export function readNdjson(text: string): unknown[] {
  const entries: unknown[] = [];
  let good = 0;
  let start = 0;
  for (let line = 1; start <= text.length; line += 1) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const content = text.slice(start, end).replace(RECORD_SEPARATOR, '').trim();
    start = end + 1;
    if (content === '') continue;
    try {
      entries.push(parseJson(content));
      good += 1;
    } catch (error) {
      if (!(error instanceof NotJsonError)) throw error;
      entries.push(new BadEntry('the line is not valid JSON', `line ${line}: ${excerpt(content)}`));
    }
  }
  const [first] = entries;
  if (good === 0 && first instanceof BadEntry)
    throw new FormatError(`None of the ${entries.length} lines is JSON; the first is ${first.example}.`);
  return entries;
}
