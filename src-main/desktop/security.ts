import { app } from 'electron';
import type { Session } from 'electron';
import { isAppUrl } from './app-protocol.ts';
import { offerExternalLink } from './external-link.ts';

/**
 * Guards every web page that the app will ever hold, from Electron's security checklist (items 4, 5, 12 to 15 of
 * https://www.electronjs.org/docs/latest/tutorial/security): a page stays where it is, opens no window, embeds nothing.
 * Links to the web are offered to the user's browser. Call it before the first window is made.
 */
export function guardWebContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (details) => {
      if (isAppUrl(details.url)) return;
      details.preventDefault();
      void offerExternalLink(details.url, contents);
    });
    contents.on('will-frame-navigate', (details) => {
      // Our page has no frames; whatever makes one is not ours.
      if (!details.isMainFrame) details.preventDefault();
    });
    contents.on('will-redirect', (details) => {
      if (!isAppUrl(details.url)) details.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      void offerExternalLink(url, contents);
      return { action: 'deny' };
    });
  });
}

/** All that our page may do: the Copy buttons. Chromium has it written only after a press, and Electron asks all the same. */
const GRANTED = 'clipboard-sanitized-write';

/** Denies pages every other permission, and every device. Without handlers Electron grants them all. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(permission === GRANTED && isAppUrl(requestingUrl)),
  );
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) => permission === GRANTED && isAppUrl(requestingOrigin));
  session.setDevicePermissionHandler(() => false);
}
