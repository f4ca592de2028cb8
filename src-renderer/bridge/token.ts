const KEY = 'freshet.token';

/**
 * The token of the served form. The terminal prints an address that ends in `#token=...`; a fragment is never sent to a
 * server or kept in a referrer, and it is taken out of the address bar and the history entry at once.
 */
export function takeTokenFromAddress(): void {
  const found = /^#token=([^&]+)$/.exec(location.hash);
  if (found?.[1] === undefined) return;
  saveToken(decodeURIComponent(found[1]));
  history.replaceState(null, '', location.pathname + location.search);
}

export function readToken(): string | null {
  return localStorage.getItem(KEY);
}

export function saveToken(token: string): void {
  localStorage.setItem(KEY, token);
}
