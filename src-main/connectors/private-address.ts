import { BlockList, isIP } from 'node:net';

/** Addresses that are not public (IANA special-purpose registries; RFC 6890). */
const PRIVATE_V4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

const PRIVATE_V6: [string, number][] = [
  ['::', 128],
  ['::1', 128],
  ['100::', 64],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

/** Addresses of IPv6 that stand for one of IPv4, and where in their 16 bytes it is (RFC 4291, 6052, 8215, 3056). */
const EMBEDDED: [string, number, number][] = [
  ['::ffff:0:0', 96, 12],
  ['::', 96, 12],
  ['64:ff9b::', 96, 12],
  ['64:ff9b:1::', 96, 12],
  ['2002::', 16, 2],
];

const blocked = new BlockList();
for (const [net, prefix] of PRIVATE_V4) blocked.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of PRIVATE_V6) blocked.addSubnet(net, prefix, 'ipv6');

const embedding = EMBEDDED.map(([net, prefix, at]) => {
  const list = new BlockList();
  list.addSubnet(net, prefix, 'ipv6');
  return { list, at };
});

/** The 16 bytes of an address of IPv6. */
function bytesOf(address: string): number[] {
  const dotted = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const plain =
    dotted === null
      ? address
      : `${address.slice(0, dotted.index)}${((Number(dotted[1]) << 8) | Number(dotted[2])).toString(16)}:${((Number(dotted[3]) << 8) | Number(dotted[4])).toString(16)}`;
  const [head = '', tail] = plain.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const all = [...before, ...Array<number>(Math.max(0, 8 - before.length - after.length)).fill(0), ...after];
  return all.flatMap((group) => [group >> 8, group & 0xff]);
}

/**
 * Whether an IP address is private, loopback, link-local (where clouds serve metadata), unique-local or otherwise not
 * public, also where an address of IPv6 stands for one of IPv4. What is no address counts as one that is not public.
 */
export function isPrivateAddress(text: string): boolean {
  const address = text.replace(/%.*$/, '');
  const version = isIP(address);
  if (version === 0) return true;
  if (version === 4) return blocked.check(address, 'ipv4');
  if (blocked.check(address, 'ipv6')) return true;
  const found = embedding.find(({ list }) => list.check(address, 'ipv6'));
  if (found === undefined) return false;
  const inner = bytesOf(address).slice(found.at, found.at + 4);
  return blocked.check(inner.join('.'), 'ipv4');
}

/**
 * Whether a host name of a URL says by itself that it is private: as an address, which `URL` writes the same way whatever
 * base it was given in, or as a name that always means this computer (RFC 6761). Other names are known only when they are
 * looked up.
 */
export function namesPrivateAddress(hostname: string): boolean {
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  return isIP(host) !== 0 && isPrivateAddress(host);
}
