import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

/** A file of the page, with the headers that guard it. */
export interface PageResponse {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.map': 'application/json',
};

/** Stands in the built page where the nonce goes. */
const NONCE_MARK = '__CSP_NONCE__';

const COMMON = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), clipboard-read=()',
};

/** Nothing but our own scripts runs, and nothing is loaded from or sent to anywhere else. */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
}

const text = (status: number, words: string): PageResponse => ({
  status,
  headers: { ...COMMON, 'content-type': 'text/plain; charset=utf-8' },
  body: new TextEncoder().encode(words),
});

/** The file of the built renderer at a URL path; `/` is the page itself. Never leaves `rendererFolder`. */
export async function pageResponse(path: string, rendererFolder: string): Promise<PageResponse> {
  let name: string;
  try {
    name = decodeURIComponent(path === '/' ? '/index.html' : path);
  } catch {
    return text(400, 'This address cannot be read.');
  }
  const file = join(rendererFolder, name);
  const type = TYPES[extname(file)];
  if (name.includes('\0') || !file.startsWith(rendererFolder + sep) || type === undefined)
    return text(404, 'There is nothing at this address.');
  let body: Buffer;
  try {
    body = await readFile(file);
  } catch {
    return text(404, 'There is nothing at this address.');
  }
  if (extname(file) !== '.html') {
    // Built files carry a hash of their content in their names.
    const caching = name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    return { status: 200, headers: { ...COMMON, 'content-type': type, 'cache-control': caching }, body };
  }
  const nonce = randomBytes(16).toString('base64');
  return {
    status: 200,
    headers: { ...COMMON, 'content-type': type, 'cache-control': 'no-store', 'content-security-policy': contentSecurityPolicy(nonce) },
    body: Buffer.from(body.toString('utf8').replaceAll(NONCE_MARK, nonce)),
  };
}
