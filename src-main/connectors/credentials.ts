import type { Auth } from '../../src-preload/contract/index.ts';

/** Puts a resolved secret where the auth says, into `url` or `headers`; gives the names of the headers that hold it. */
export function addCredentials(auth: Auth, secret: string | null, url: URL, headers: Record<string, string>): string[] {
  if (secret === null) return [];
  switch (auth.kind) {
    case 'none':
      return [];
    case 'query':
      url.searchParams.set(auth.name, secret);
      return [];
    case 'header':
      headers[auth.name.toLowerCase()] = secret;
      return [auth.name.toLowerCase()];
    case 'bearer':
    case 'oauth2':
      headers['authorization'] = `Bearer ${secret}`;
      return ['authorization'];
    case 'basic':
      headers['authorization'] = `Basic ${Buffer.from(`${auth.username}:${secret}`).toString('base64')}`;
      return ['authorization'];
  }
}
