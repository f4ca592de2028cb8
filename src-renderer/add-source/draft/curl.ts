import { looksSecret } from '../../../src-preload/contract/index.ts';
import { cmdWords, isForCmd } from './cmd-words.ts';
import { withCredentialsApart } from './credentials.ts';
import { type CurlCommand, readCurlCommand } from './curl-command.ts';
import { emptyDraft } from './shape.ts';
import type { AuthDraft, Draft, Pair } from './shape.ts';
import { shellWords } from './shell-words.ts';

/** A curl command as the form holds it. */
export interface CurlReading {
  draft: Draft;
  /** What could not be taken over, and what to do about it. */
  notes: string[];
}

const HAS_SCHEME = /^[a-z]+:\/\//i;

function headersOf(lines: readonly string[]): Pair[] {
  return lines.flatMap((line) => {
    const colon = line.indexOf(':');
    return colon <= 0 ? [] : [{ name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() }];
  });
}

/** A secret that is a variable of the shell is taken from the environment variable of that name. */
function withEnvironment(auth: AuthDraft, notes: string[]): AuthDraft {
  const name = /^\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?$/.exec(auth.secret)?.[1] ?? /^%([A-Za-z_][A-Za-z0-9_]*)%$/.exec(auth.secret)?.[1];
  if (name === undefined) return auth;
  notes.push(`The key is read from the environment variable ${name}. Choose Typed here to enter it instead.`);
  return { ...auth, from: 'env', secret: '', env: name };
}

function notesOn({ headers, url, auth }: Draft, command: CurlCommand): string[] {
  const notes: string[] = [];
  const { method, urls } = command;
  if (method !== null && !['GET', 'POST', 'HEAD'].includes(method))
    notes.push(
      `${method} changes something at the provider rather than listing it; it was taken for POST. Check that before a call is made.`,
    );
  if (urls.filter((each) => HAS_SCHEME.test(each)).length > 1) notes.push('Only the first of several URLs was taken.');
  const plain = headers.filter(({ name, value }) => looksSecret(name) && value !== '').map(({ name }) => name);
  if (plain.length > 0 && auth.kind !== 'none')
    notes.push(
      `${plain.join(' and ')} looks like a credential too. A source has one secret; this stays in the headers, which are kept as plain text.`,
    );
  if (/\$\{?[A-Za-z_]/.test(url)) notes.push('The URL holds a variable of the shell. Write its value in its place.');
  return notes;
}

/** Reads a curl command as a POSIX shell or cmd.exe takes it; `null` when the text is none. Nothing is run or expanded. */
export function readCurl(text: string): CurlReading | null {
  const line = text.trim().replace(/^(\$|>|PS [^>]*>|[A-Z]:\\[^>]*>)\s*/, '');
  if (!/^curl(\.exe)?\s/i.test(line)) return null;
  const words = isForCmd(line) ? cmdWords(line) : shellWords(line);
  const command = readCurlCommand(words.slice(1));
  // The value of an option that is not known here looks like a URL without its scheme.
  const first = command.urls.find((url) => HAS_SCHEME.test(url)) ?? command.urls[0];
  if (first === undefined) return null;
  const data = command.data.join('&');
  const asQuery = command.get && data !== '';
  const withScheme = HAS_SCHEME.test(first) ? first : `http://${first}`;
  const url = asQuery ? `${withScheme}${withScheme.includes('?') ? '&' : '?'}${data}` : withScheme;
  const post = command.method === null ? data !== '' && !asQuery : command.method !== 'GET' && command.method !== 'HEAD';
  const headers = headersOf(command.headers);
  // Without a word about it, curl sends what -d gives as a form.
  const isForm = post && data !== '' && !/^\s*[[{]/.test(data) && !headers.some((header) => /^content-type$/i.test(header.name));
  if (isForm) headers.push({ name: 'Content-Type', value: 'application/x-www-form-urlencoded' });
  const plain: Draft = {
    ...emptyDraft(),
    url,
    method: post ? 'POST' : 'GET',
    headers,
    body: post ? data : '',
    ...(command.timeoutSeconds === null ? {} : { timeoutSeconds: command.timeoutSeconds }),
  };
  const draft = withCredentialsApart(plain, command.user);
  const notes = [...command.notes, ...notesOn(draft, command)];
  return { draft: { ...draft, auth: withEnvironment(draft.auth, notes) }, notes: [...new Set(notes)] };
}
