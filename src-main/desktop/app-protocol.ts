import { protocol } from 'electron';
import { pageResponse } from '../host/page.ts';

const APP_SCHEME = 'app';
const APP_HOST = 'freshet';

/** The origin of our page, as Chromium serializes it. Nothing else may speak to the main process. */
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

/** The address that a window loads. */
export const APP_URL = `${APP_ORIGIN}/`;

/** Whether a URL belongs to our page. Node gives custom schemes the origin 'null', so scheme and host are compared. */
export function isAppUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol: scheme, host } = new URL(url);
  return scheme === `${APP_SCHEME}:` && host === APP_HOST;
}

/**
 * Makes `app://` a proper origin, so that the page gets the same-origin rules of https and none of the rights of `file://`.
 * Must run before the app is ready; Electron throws otherwise.
 */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

const refusal = (status: number, words: string) =>
  new Response(words, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });

/** Answers `app://freshet/…` with the built page from `rendererFolder`, and every other host and method with an error status. */
export function serveAppPages(rendererFolder: string): void {
  protocol.handle(APP_SCHEME, async (request) => {
    if (!isAppUrl(request.url)) return refusal(404, 'There is nothing at this address.');
    if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405, 'Pages can only be read.');
    const { status, headers, body } = await pageResponse(new URL(request.url).pathname, rendererFolder);
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), { status, headers });
  });
}
