import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow, dialog, session } from 'electron';
import { watchSystem, watchWindow } from './desktop/activity.ts';
import { registerAppScheme, serveAppPages } from './desktop/app-protocol.ts';
import { showAlertNotification } from './desktop/alert-notification.ts';
import { readArguments, type DesktopArguments } from './desktop/arguments.ts';
import { reportCrash, reportFailedStart } from './desktop/engine-failure.ts';
import { keychainCipher } from './desktop/keychain.ts';
import { bringToFront, openMainWindow, showScreen } from './desktop/main-window.ts';
import { setMenu } from './desktop/menu.ts';
import { servePagePorts } from './desktop/page-port.ts';
import { startQueryUtility } from './desktop/query-utility.ts';
import { stopBeforeQuit } from './desktop/quit.ts';
import { denyPermissions, guardWebContents } from './desktop/security.ts';
import { tellWhenStarted } from './desktop/starting-engine.ts';
import { transferAndExit } from './desktop/transfer.ts';
import { defaultDataFolder } from './host/data-folder.ts';
import { type EngineHost, startEngineHost } from './host/engine-host.ts';
import { VERSION } from './host/version.ts';

const rendererFolder = join(import.meta.dirname, '../renderer');
const preload = join(import.meta.dirname, '../preload/preload.cjs');

interface Setup extends DesktopArguments {
  dataFolder: string;
  /** What Chromium keeps, and the lock of the one instance: inside the data folder, so that each has its own. */
  electronFolder: string;
}

/** Reads the command line and makes the folders. Throws an `Error` in words for the user. */
function prepare(): Setup {
  const wanted = readArguments(process.argv.slice(1), process.cwd());
  const dataFolder = wanted.dataFolder ?? defaultDataFolder();
  const electronFolder = join(dataFolder, 'electron');
  try {
    mkdirSync(electronFolder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`The data folder ${dataFolder} cannot be used: ${why}. Check its permissions, or choose another with --data.`, {
      cause: error,
    });
  }
  return { ...wanted, dataFolder, electronFolder };
}

async function startEngine({ dataFolder, demo, safeMode, allowCommands }: Setup, openAlert: (id: string) => void): Promise<EngineHost> {
  const cipher = await keychainCipher();
  return startEngineHost({
    dataFolder,
    form: 'desktop',
    version: VERSION,
    demo,
    safeMode,
    // Whoever sits at the computer may call what is on it and around it.
    allowPrivate: true,
    allowCommands,
    engineWorker: new URL('./engine-worker.js', import.meta.url),
    readerWorker: new URL('./reader-worker.js', import.meta.url),
    keeperWorker: new URL('./keeper-worker.js', import.meta.url),
    notify: (notification) => showAlertNotification(notification, openAlert),
    startQueryChild: () => startQueryUtility(new URL('./query-process.js', import.meta.url)),
    ...(cipher === null ? {} : { cipher }),
  });
}

function run(setup: Setup): void {
  denyPermissions(session.defaultSession);
  serveAppPages(rendererFolder);
  setMenu(setup.dataFolder);

  const open = (hidden: boolean, at?: string) =>
    openMainWindow({ preload, stateFile: join(setup.electronFolder, 'window.json'), hidden, at }, (window) =>
      sayAgain.set(window, watchWindow(window, told)),
    );
  const host = startEngine(setup, (id) => {
    const window = BrowserWindow.getAllWindows()[0];
    const at = `#/alerts/${encodeURIComponent(id)}`;
    if (window === undefined) {
      open(false, at);
      return;
    }
    showScreen(window, at);
    bringToFront(window);
  });
  host.then((engine) => engine.onCrash((error) => void reportCrash(error))).catch((error: unknown) => reportFailedStart(error));
  stopBeforeQuit(async () => (await host).stop());

  const told = tellWhenStarted(host);
  watchSystem(told, (listener) => app.on('browser-window-created', (_event, window) => listener(window)));
  const sayAgain = new WeakMap<Electron.BrowserWindow, () => void>();
  servePagePorts(host, (window) => sayAgain.get(window)?.());

  const bringBack = () => {
    const window = BrowserWindow.getAllWindows()[0];
    if (window === undefined) open(false);
    else bringToFront(window);
  };
  app.on('second-instance', bringBack);
  app.on('activate', bringBack);
  // On macOS an application stays when its last window is closed.
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  open(setup.hidden);
}

function start(): void {
  app.setName('Freshet');
  let setup: Setup;
  try {
    setup = prepare();
  } catch (error) {
    dialog.showErrorBox('Freshet could not start', error instanceof Error ? error.message : String(error));
    app.exit(1);
    return;
  }
  app.setPath('userData', setup.electronFolder);
  if (setup.transfer !== null) {
    // Before the lock: an export is also made while Freshet runs.
    void transferAndExit(setup.transfer, setup.dataFolder, VERSION);
    return;
  }
  if (!app.requestSingleInstanceLock()) {
    // The instance that has the lock was told, and shows its window.
    app.exit(0);
    return;
  }
  app.enableSandbox();
  registerAppScheme();
  guardWebContents();
  // Not awaited: Electron becomes ready only after this module has run to its end.
  void app.whenReady().then(() => run(setup));
}

start();
