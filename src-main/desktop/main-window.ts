import { app, BrowserWindow, nativeTheme } from 'electron';
import { APP_URL } from './app-protocol.ts';
import { offerReload } from './page-recovery.ts';
import { readWindowState, rememberWindow } from './window-state.ts';

export interface MainWindowOptions {
  /** Absolute path of the built preload script. */
  preload: string;
  /** Where the window's place is kept. */
  stateFile: string;
  /** Whether to leave the window hidden until somebody asks for it. */
  hidden: boolean;
  /** Which screen it begins with, as the fragment of an address. */
  at?: string | undefined;
}

/** The page's own ground, so that nothing flashes before its first paint. */
const GROUND = { light: '#f7f8f9', dark: '#14181c' };

/**
 * Makes the window and shows it with the first paint of the page. `beforeLoad` gets the window before anything is in it.
 * Call it when the app is ready.
 */
export function openMainWindow(options: MainWindowOptions, beforeLoad: (window: BrowserWindow) => void): void {
  const { bounds, maximized } = readWindowState(options.stateFile);
  const window = new BrowserWindow({
    title: 'Freshet',
    width: 1280,
    height: 832,
    ...bounds,
    minWidth: 480,
    minHeight: 360,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? GROUND.dark : GROUND.light,
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  // Electron shows a window that it maximizes, and this one may have to stay hidden.
  if (maximized) window.once('show', () => window.maximize());
  if (!options.hidden) window.once('ready-to-show', () => window.show());
  rememberWindow(window, options.stateFile);
  offerReload(window);
  beforeLoad(window);
  // What goes wrong here is shown by the page that did not load.
  window.loadURL(`${APP_URL}${options.at ?? ''}`).catch(() => {});
}

/** Shows a screen of the page; one that is loaded already goes there without being loaded again. `at`: the fragment of an address. */
export function showScreen(window: Electron.BrowserWindow, at: string): void {
  // What goes wrong here is shown by the page.
  window.loadURL(`${APP_URL}${at}`).catch(() => {});
}

/** Brings the window to the front, wherever it was. */
export function bringToFront(window: Electron.BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
