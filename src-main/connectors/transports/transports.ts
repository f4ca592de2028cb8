import type { Fetch } from '../http.ts';
import { upstreamError } from '../upstream-error.ts';

/** By the scheme of an address, such as `file:`, what asks it. */
export type Transports = Readonly<Record<string, Fetch>>;

/**
 * One `fetch` for all schemes, so that nothing beyond it knows how an answer was got: with its validators, tries, quota and
 * history a file or a database is a source like any other.
 */
export function fetchBy(transports: Transports): Fetch {
  return async (url, init) => {
    const { protocol } = new URL(url);
    const transport = Object.hasOwn(transports, protocol) ? transports[protocol] : undefined;
    if (transport === undefined)
      throw upstreamError(
        'not-allowed',
        `Addresses of ${protocol} cannot be called.`,
        `The schemes are ${Object.keys(transports).join(', ')}.`,
      );
    return transport(url, init);
  };
}
