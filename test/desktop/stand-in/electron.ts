import { startBrowser } from './browser.ts';
import { serveControl } from './control.ts';
import * as electron from './exports.ts';
import { keepThreads } from './threads.ts';

export * from './exports.ts';

keepThreads();
serveControl(electron);
// Electron becomes ready only after the main module has run to its end, and never if that has ended the app.
setImmediate(() => void startBrowser());
