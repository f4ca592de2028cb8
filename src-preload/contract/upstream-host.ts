/**
 * What answers at an address, as breakers and words know it: host and port, the path of a local file, or the name of a
 * command. `url` must be one that `URL` can read.
 */
export function hostOf(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  if (protocol !== 'file:' && protocol !== 'command:') return host;
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

/** Whether an address is on this computer without a server that answers: a file, or a command. Asking it spends nothing. */
export const isLocal = (url: string): boolean => /^(file|command):/i.test(url);

/** Whether an address is asked over HTTP, with a method and headers. */
export const isHttp = (url: string): boolean => /^https?:/i.test(url);
