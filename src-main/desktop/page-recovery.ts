import { app, dialog } from 'electron';
import type { BrowserWindow } from 'electron';

/**
 * Offers to load the page again when its process has died. It is not done unasked: a page that dies each time would be loaded
 * for ever. The engine runs in another process and goes on meanwhile.
 */
export function offerReload(window: BrowserWindow): void {
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    const question = {
      type: 'error' as const,
      message: 'The window stopped working',
      detail: `Its process ended (${reason}). Your data is safe, and refreshing has gone on.`,
      buttons: ['Show it again', 'Quit'],
      defaultId: 0,
      noLink: true,
    };
    void dialog.showMessageBox(window, question).then(({ response }) => {
      if (response === 1) app.quit();
      else if (!window.isDestroyed()) window.webContents.reload();
    });
  });
}
