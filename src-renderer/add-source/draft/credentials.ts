import { emptyAuth } from './shape.ts';
import type { AuthDraft, Draft } from './shape.ts';
import { looksSecret } from '../../../src-preload/contract/index.ts';

/** Percent-encoded text in plain; what cannot be decoded stays as it is. */
export const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

function basic(pair: string): AuthDraft {
  const colon = pair.indexOf(':');
  const username = colon < 0 ? pair : pair.slice(0, colon);
  return { ...emptyAuth('basic'), username, secret: colon < 0 ? '' : pair.slice(colon + 1) };
}

function fromBase64(text: string): string | null {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (char) => char.charCodeAt(0)));
  } catch {
    return null;
  }
}

function authOfHeader(name: string, value: string): AuthDraft | null {
  const bearer = /^Bearer\s+(.+)$/i.exec(value);
  const encoded = /^Basic\s+(\S+)$/i.exec(value);
  if (/^authorization$/i.test(name)) {
    if (bearer?.[1] !== undefined) return { ...emptyAuth('bearer'), secret: bearer[1] };
    const pair = encoded?.[1] === undefined ? null : fromBase64(encoded[1]);
    if (pair !== null) return basic(pair);
  }
  return looksSecret(name) && value !== '' ? { ...emptyAuth('header'), name, secret: value } : null;
}

function takeUserFromUrl(url: string): { url: string; auth: AuthDraft | null } {
  const found = /^([a-z]+:\/\/)([^/?#]+)@/i.exec(url);
  if (found?.[2] === undefined) return { url, auth: null };
  return { url: url.replace(found[0], found[1] ?? ''), auth: basic(found[2].split(':').map(decode).join(':')) };
}

function takeKeyFromUrl(url: string): { url: string; auth: AuthDraft | null } {
  for (const match of url.matchAll(/([?&])([^=&#]+)=([^&#]+)/g)) {
    const [whole, before, name, value] = match;
    if (name === undefined || value === undefined || !looksSecret(decode(name))) continue;
    const rest = url
      .replace(whole, before === '?' ? '?' : '')
      .replace('?&', '?')
      .replace(/\?(?=#|$)/, '');
    return { url: rest, auth: { ...emptyAuth('query'), name: decode(name), secret: decode(value.replaceAll('+', ' ')) } };
  }
  return { url, auth: null };
}

/** Takes one credential out of the URL and the headers and puts it where it is kept secret. `user` is a 'name:password' given apart. */
export function withCredentialsApart(draft: Draft, user: string | null = null): Draft {
  const named = takeUserFromUrl(draft.url);
  let auth = user === null ? named.auth : basic(user);
  let { headers } = draft;
  if (auth === null) {
    for (const header of headers) {
      const found = authOfHeader(header.name, header.value);
      if (found === null) continue;
      auth = found;
      headers = headers.filter((each) => each !== header);
      break;
    }
  }
  let { url } = named;
  if (auth === null) ({ url, auth } = takeKeyFromUrl(url));
  return auth === null ? draft : { ...draft, url, headers, auth };
}
