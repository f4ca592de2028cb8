import type { UpstreamResponse } from '../http.ts';

type Body = Pick<UpstreamResponse, 'headers' | 'body'>;

/** What a byte order mark says, before anything else (WHATWG Encoding, 6). */
const MARKS: [number[], string][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** The decoder of a character set, as far as it is a known one; `latin-1` is common and means `latin1`. */
function decoderOf(name: string | undefined): TextDecoder | null {
  if (name === undefined) return null;
  for (const label of [name, name.replaceAll('-', '')]) {
    try {
      return new TextDecoder(label);
    } catch {
      // Not a name that anybody knows.
    }
  }
  return null;
}

const markedAs = (body: Buffer) => MARKS.find(([mark]) => mark.every((byte, index) => body[index] === byte))?.[1];

/** UTF-16 without a mark shows by the zero bytes beside the `<` or `{` that text formats begin with. */
function looksWide(body: Buffer): string | undefined {
  if (body.length < 4) return undefined;
  if (body[0] === 0 && body[1] !== 0 && body[2] === 0 && body[3] !== 0) return 'utf-16be';
  return body[0] !== 0 && body[1] === 0 && body[2] !== 0 && body[3] === 0 ? 'utf-16le' : undefined;
}

/** The encoding that an XML declaration names (XML 1.0, 4.3.3). Whoever can read it as bytes knows that it is no UTF-16. */
function declaredIn(body: Buffer): string | undefined {
  const declaration = body.subarray(0, 200).toString('latin1');
  const name = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(declaration)?.[1];
  return name !== undefined && /^utf-?16/i.test(name) ? undefined : name;
}

/**
 * The text of a body. In this order: a byte order mark, the character set of the content type, an XML declaration; without
 * any it is UTF-8 (RFC 8259, 8.1). What cannot be that is most often Latin 1, and no letter may be lost. No mark is left in it.
 */
export function bodyText({ headers, body }: Body): string {
  const charset = /charset\s*=\s*"?([\w.:-]+)/i.exec(headers.get('content-type') ?? '')?.[1];
  const named = decoderOf(markedAs(body)) ?? decoderOf(charset) ?? decoderOf(looksWide(body)) ?? decoderOf(declaredIn(body));
  if (named !== null) return named.decode(body);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return new TextDecoder('windows-1252').decode(body);
  }
}
