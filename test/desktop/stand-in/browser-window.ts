import { EventEmitter } from 'node:events';
import { app } from './app.ts';
import { closeBrowser } from './browser.ts';
import { makeEvent } from './event.ts';
import { StandInContents } from './web-contents.ts';

type Used =
  | 'id'
  | 'webContents'
  | 'loadURL'
  | 'isDestroyed'
  | 'isFocused'
  | 'isVisible'
  | 'isMinimized'
  | 'isMaximized'
  | 'getBounds'
  | 'getNormalBounds'
  | 'setBounds'
  | 'show'
  | 'hide'
  | 'focus'
  | 'blur'
  | 'minimize'
  | 'restore'
  | 'maximize'
  | 'unmaximize'
  | 'close'
  | 'destroy';

type WindowEvent =
  'focus' | 'blur' | 'show' | 'hide' | 'minimize' | 'restore' | 'maximize' | 'unmaximize' | 'move' | 'resize' | 'ready-to-show';

const windows = new Set<BrowserWindow>();

/** A window that nobody sees: its page is in Chromium, its state is kept here, its events are Electron's on Linux. */
export class BrowserWindow extends EventEmitter implements Pick<Electron.BrowserWindow, Used> {
  static #lastId = 0;
  readonly id = (BrowserWindow.#lastId += 1);
  readonly webContents: Electron.WebContents;
  readonly #contents: StandInContents;
  #bounds: Electron.Rectangle;
  #visible = false;
  #focused = false;
  #minimized = false;
  #maximized = false;
  #destroyed = false;

  static getAllWindows(): BrowserWindow[] {
    return [...windows];
  }

  static getFocusedWindow(): BrowserWindow | null {
    return [...windows].find((window) => window.#focused) ?? null;
  }

  static fromWebContents(contents: Electron.WebContents): BrowserWindow | null {
    return [...windows].find((window) => window.webContents === contents) ?? null;
  }

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    const { x = 0, y = 0, width = 800, height = 600, show = true, webPreferences = {} } = options;
    this.#bounds = { x, y, width, height };
    requireIsolation(webPreferences);
    let painted = false;
    this.#contents = new StandInContents(webPreferences.preload, () => {
      if (!painted) this.#raise('ready-to-show');
      painted = true;
    });
    // What a real one has beyond this is not used.
    this.webContents = this.#contents as unknown as Electron.WebContents;
    this.#resizePage();
    windows.add(this);
    app.emit('browser-window-created', makeEvent({}), this);
    if (show) this.show();
  }

  loadURL(url: string): Promise<void> {
    return this.#contents.load(url);
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isFocused(): boolean {
    return this.#focused;
  }

  isVisible(): boolean {
    return this.#visible;
  }

  isMinimized(): boolean {
    return this.#minimized;
  }

  isMaximized(): boolean {
    return this.#maximized;
  }

  getBounds(): Electron.Rectangle {
    return { ...this.#bounds };
  }

  getNormalBounds(): Electron.Rectangle {
    return this.getBounds();
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    this.#resizePage();
    this.#raise('move');
    this.#raise('resize');
  }

  show(): void {
    if (!this.#visible) {
      this.#visible = true;
      this.#raise('show');
    }
    this.focus();
  }

  hide(): void {
    if (!this.#visible) return;
    this.#visible = false;
    this.#raise('hide');
    this.blur();
  }

  focus(): void {
    if (this.#focused || !this.#visible || this.#minimized) return;
    BrowserWindow.getFocusedWindow()?.blur();
    this.#setFocused(true);
  }

  blur(): void {
    if (this.#focused) this.#setFocused(false);
  }

  minimize(): void {
    if (this.#minimized) return;
    this.#minimized = true;
    this.#raise('minimize');
    this.blur();
  }

  restore(): void {
    if (!this.#minimized) return;
    this.#minimized = false;
    this.#raise('restore');
    this.focus();
  }

  maximize(): void {
    this.show();
    if (this.#maximized) return;
    this.#maximized = true;
    this.#raise('maximize');
  }

  unmaximize(): void {
    if (!this.#maximized) return;
    this.#maximized = false;
    this.#raise('unmaximize');
  }

  close(): void {
    if (this.#destroyed) return;
    const event = makeEvent({});
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#focused = false;
    this.#visible = false;
    windows.delete(this);
    this.#contents.destroy();
    this.emit('closed');
    if (windows.size > 0 || app.isExiting()) return;
    if (app.listenerCount('window-all-closed') === 0) app.quit();
    else app.emit('window-all-closed');
  }

  #setFocused(focused: boolean): void {
    this.#focused = focused;
    this.#raise(focused ? 'focus' : 'blur');
    // A page that is gone has no focus to lose.
    this.#contents.mirrorFocus(focused).catch(() => {});
  }

  #resizePage(): void {
    // A page that is gone has no size.
    this.#contents.resize(this.#bounds).catch(() => {});
  }

  /** Events come after the call that causes them has returned, as they do where a window manager is asked. */
  #raise(event: WindowEvent): void {
    setImmediate(() => {
      if (!this.#destroyed) this.emit(event, makeEvent({}));
    });
  }
}

/** A page that were not isolated would need a stand-in of another kind, so it is refused rather than shown as if it were. */
function requireIsolation({ sandbox, contextIsolation, nodeIntegration, webviewTag }: Electron.WebPreferences): void {
  const isolated = sandbox !== false && contextIsolation !== false && nodeIntegration !== true && webviewTag !== true;
  if (!isolated) throw new Error('The stand-in shows sandboxed, isolated pages only.');
}

app.surround({
  closeWindows: () => {
    for (const window of windows) window.close();
    return windows.size === 0;
  },
  destroyWindows: () => {
    for (const window of windows) window.destroy();
  },
  closeBrowser,
});
