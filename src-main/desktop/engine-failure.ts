import { app, dialog, shell } from 'electron';
import { DataFolderInUse } from '../host/engine-host.ts';
import { externalAddress } from './external-link.ts';

/**
 * Says that the engine ended by itself, and starts the app again or quits. Neither loses anything: what was not stored was
 * not shown either.
 */
export async function reportCrash(error: Error): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: 'Freshet stopped refreshing',
    detail: `The part that calls your sources ended unexpectedly. Your records are safe.\n\n${error.message}`,
    buttons: ['Start again', 'Quit'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  });
  if (response === 0) app.relaunch();
  app.exit(response === 0 ? 0 : 1);
}

async function reportInUse({ message, url }: DataFolderInUse): Promise<void> {
  const address = url === null ? null : externalAddress(url);
  const { response } = await dialog.showMessageBox({
    type: 'info',
    message: 'Freshet is already running on this data folder',
    detail: message,
    buttons: address === null ? ['Quit'] : ['Open it in the browser', 'Quit'],
    defaultId: 0,
    cancelId: address === null ? 0 : 1,
    noLink: true,
  });
  if (address !== null && response === 0) await shell.openExternal(address);
}

/** Says why the engine did not start, then ends the app with code 1. */
export async function reportFailedStart(error: unknown): Promise<void> {
  try {
    if (error instanceof DataFolderInUse) await reportInUse(error);
    else dialog.showErrorBox('Freshet could not start', error instanceof Error ? error.message : String(error));
  } finally {
    app.exit(1);
  }
}
