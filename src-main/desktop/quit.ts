import { app, BrowserWindow, powerMonitor } from 'electron';
import type { Event } from 'electron';

/** Two seconds from the request to the end of the process, less what Electron needs to close its own. */
const STOP_LIMIT_MS = 1_700;

/**
 * Lets the engine come to an end before the app does, then ends the app with code 0. An engine that takes too long is left
 * behind: the store survives a process that dies at any moment. Call it when the app is ready.
 */
export function stopBeforeQuit(stop: () => Promise<void>): void {
  let quitting = false;
  app.on('before-quit', (event) => {
    // The end of the app comes from `exit` below and from nowhere else.
    event.preventDefault();
    if (quitting) return;
    quitting = true;
    // Closed rather than hidden, so that each window still writes down where it was.
    for (const window of BrowserWindow.getAllWindows()) window.close();
    const limit = new Promise<void>((resolve) => setTimeout(resolve, STOP_LIMIT_MS));
    void Promise.race([stop().catch(() => {}), limit]).then(() => app.exit(0));
  });
  // Without this, a system that shuts down ends the process wherever it is. The event is documented and given, but not typed.
  const onShutdown = (event: Event) => {
    event.preventDefault();
    app.quit();
  };
  powerMonitor.on('shutdown', onShutdown as () => void);
}
