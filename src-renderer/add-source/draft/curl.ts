import { emptyDraft } from './shape.ts';
import type { Draft } from './shape.ts';
import { withCredentialsApart } from './credentials.ts';
import { shellWords } from './shell-words.ts';

/** Options that take a value which says nothing about the request. */
const IGNORED_WITH_VALUE = new Set([
  '-o',
  '--output',
  '-w',
  '--write-out',
  '-m',
  '--max-time',
  '--connect-timeout',
  '--retry',
  '-c',
  '--cookie-jar',
  '--cacert',
  '-x',
  '--proxy',
]);
const SHORT_WITH_VALUE = /^-[XHdubAeomwcx]./;

const HAS_SCHEME = /^[a-z]+:\/\//i;

interface Command {
  urls: string[];
  method: string | null;
  headers: string[];
  data: string[];
  user: string | null;
  get: boolean;
}

/** What --data-urlencode makes of its value: what follows the first equals sign is encoded. */
function urlEncoded(value: string): string {
  const at = value.indexOf('=');
  return `${at > 0 ? value.slice(0, at + 1) : ''}${encodeURIComponent(value.slice(at + 1).toWellFormed())}`;
}

function readCommand(words: readonly string[]): Command {
  const command: Command = { urls: [], method: null, headers: [], data: [], user: null, get: false };
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const glued = /^(--[\w-]+)=(.*)$/s.exec(word);
    if (glued?.[1] !== undefined) {
      word = glued[1];
      rest.unshift(glued[2] ?? '');
    } else if (SHORT_WITH_VALUE.test(word)) {
      rest.unshift(word.slice(2));
      word = word.slice(0, 2);
    } else if (/^-[a-z]./i.test(word)) {
      // Several options in one word: -sX POST.
      rest.unshift(`-${word.slice(2)}`);
      word = word.slice(0, 2);
    }
    const value = () => rest.shift() ?? '';
    if (word === '-X' || word === '--request') command.method = value().toUpperCase();
    else if (word === '-H' || word === '--header') command.headers.push(value());
    else if (word === '-u' || word === '--user') command.user = value();
    else if (word === '-A' || word === '--user-agent') command.headers.push(`User-Agent: ${value()}`);
    else if (word === '-e' || word === '--referer') command.headers.push(`Referer: ${value()}`);
    else if (word === '-b' || word === '--cookie') command.headers.push(`Cookie: ${value()}`);
    else if (word === '--oauth2-bearer') command.headers.push(`Authorization: Bearer ${value()}`);
    else if (word === '--url') command.urls.push(value());
    else if (word === '--json') {
      command.data.push(value());
      command.headers.push('Content-Type: application/json');
    } else if (word === '--data-urlencode') command.data.push(urlEncoded(value()));
    else if (word === '-d' || word.startsWith('--data')) command.data.push(value());
    else if (word === '-G' || word === '--get') command.get = true;
    else if (IGNORED_WITH_VALUE.has(word)) value();
    else if (!word.startsWith('-')) command.urls.push(word);
  }
  return command;
}

/** The form of a curl command; `null` when the text is none. */
export function fromCurl(text: string): Draft | null {
  const words = shellWords(text.trim().replace(/^\$\s+/, ''));
  if (!/^curl(\.exe)?$/i.test(words[0] ?? '')) return null;
  const command = readCommand(words.slice(1));
  // The value of an option that is not known here looks like a URL without its scheme.
  const first = command.urls.find((url) => HAS_SCHEME.test(url)) ?? command.urls[0];
  if (first === undefined) return null;
  const data = command.data.join('&');
  const asQuery = command.get && data !== '';
  const withScheme = HAS_SCHEME.test(first) ? first : `http://${first}`;
  const url = asQuery ? `${withScheme}${withScheme.includes('?') ? '&' : '?'}${data}` : withScheme;
  const post = command.method === null ? data !== '' && !asQuery : command.method !== 'GET' && command.method !== 'HEAD';
  const headers = command.headers.flatMap((line) => {
    const colon = line.indexOf(':');
    return colon <= 0 ? [] : [{ name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() }];
  });
  // Without a word about it, curl sends what -d gives as a form.
  const isForm = post && data !== '' && !/^\s*[[{]/.test(data) && !headers.some((header) => /^content-type$/i.test(header.name));
  if (isForm) headers.push({ name: 'Content-Type', value: 'application/x-www-form-urlencoded' });
  const draft: Draft = { ...emptyDraft(), url, method: post ? 'POST' : 'GET', headers, body: post ? data : '' };
  return withCredentialsApart(draft, command.user);
}
