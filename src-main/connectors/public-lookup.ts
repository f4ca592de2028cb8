import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { isPrivateAddress } from './private-address.ts';

/** A host that is not called because of where its name leads. */
export class PrivateAddressError extends Error {
  readonly code = 'ERR_PRIVATE_ADDRESS';
  readonly address: string;

  constructor(hostname: string, address: string) {
    super(`${hostname} is at the private address ${address}`);
    this.name = 'PrivateAddressError';
    this.address = address;
  }
}

type Callback = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/**
 * Looks a name up as `dns.lookup` does, for a socket that is about to connect, and refuses one that leads to an address
 * that is not public. What was checked is what is connected to, so a name that answers differently the next time gains
 * nothing.
 */
export function publicLookup(hostname: string, options: LookupOptions, callback: Callback): void {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, []);
    const refused = addresses.find(({ address }) => isPrivateAddress(address));
    if (refused !== undefined) return callback(new PrivateAddressError(hostname, refused.address), []);
    const [first] = addresses;
    if (options.all === true || first === undefined) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
}
