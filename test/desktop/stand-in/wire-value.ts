/** What messages between the page and the main process may hold, as JSON can carry it. */
type Carried =
  | null
  | boolean
  | number
  | string
  | Carried[]
  | { kind: 'bytes'; base64: string }
  | { kind: 'buffer'; base64: string }
  | { kind: 'object'; entries: [string, Carried][] }
  | { kind: 'undefined' };

/**
 * A structured-cloneable value as JSON text. Throws for values that no message of Freshet holds. Its source is also run in the
 * page, so it uses nothing from outside itself.
 */
export function encodeValue(value: unknown): string {
  const base64 = (bytes: Uint8Array) => {
    let text = '';
    for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return btoa(text);
  };
  const carry = (item: unknown): Carried => {
    if (item === null || typeof item === 'boolean' || typeof item === 'string') return item;
    if (typeof item === 'number' && Number.isFinite(item)) return item;
    if (item === undefined) return { kind: 'undefined' };
    if (Array.isArray(item)) return item.map(carry);
    if (item instanceof Uint8Array) return { kind: 'bytes', base64: base64(item) };
    if (item instanceof ArrayBuffer) return { kind: 'buffer', base64: base64(new Uint8Array(item)) };
    if (typeof item !== 'object' || Object.getPrototypeOf(item) !== Object.prototype) {
      throw new Error(`The stand-in for Electron carries no ${Object.prototype.toString.call(item)}.`);
    }
    return { kind: 'object', entries: Object.entries(item).map(([key, inner]) => [key, carry(inner)]) };
  };
  return JSON.stringify(carry(value));
}

/** The value that `encodeValue` made the text from. Also run in the page. */
export function decodeValue(text: string): unknown {
  const bytes = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const restore = (item: Carried): unknown => {
    if (item === null || typeof item !== 'object') return item;
    if (Array.isArray(item)) return item.map(restore);
    if (item.kind === 'bytes') return bytes(item.base64);
    if (item.kind === 'buffer') return bytes(item.base64).buffer;
    if (item.kind === 'undefined') return undefined;
    return Object.fromEntries(item.entries.map(([key, inner]) => [key, restore(inner)]));
  };
  return restore(JSON.parse(text) as Carried);
}
