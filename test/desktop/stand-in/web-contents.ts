import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { CDPSession, Page } from '@playwright/test';
import { app } from './app.ts';
import { openPage } from './browser.ts';
import { makeEvent } from './event.ts';
import { ipcMain } from './ipc-main.ts';
import { PageLink } from './page-link.ts';
import { PRELOAD_WORLD, pageScript, preloadScript } from './page-worlds.ts';
import { toChromium, toElectron } from './protocol.ts';
import { grantedPermissions } from './session.ts';
import { StandInFrame } from './web-frame.ts';

type Used = 'id' | 'isDestroyed' | 'getURL' | 'reload' | 'setWindowOpenHandler' | 'mainFrame';
type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

const dispositions = { '': 'new-window', _blank: 'foreground-tab' } as const;

/** A page in Chromium, and what the main process sees of it. */
export class StandInContents extends EventEmitter implements Pick<Electron.WebContents, Used> {
  static #lastId = 0;
  readonly id = (StandInContents.#lastId += 1);
  readonly mainFrame: Electron.WebFrameMain;
  readonly #attached: Promise<{ page: Page; session: CDPSession }>;
  #page: Page | null = null;
  #link: PageLink | null = null;
  #openHandler: OpenHandler = () => ({ action: 'allow' });
  /** Whether the main process asked for the navigation that is under way. */
  #loading = false;
  #loaded = false;
  #destroyed = false;

  /** `preload`: path of the preload script. `onFirstPaint` is called once something of the page can be seen. */
  constructor(preload: string | undefined, onFirstPaint: () => void) {
    super();
    const frame = new StandInFrame(
      this.id,
      () => this.getURL(),
      () => this.#link,
    );
    // What a real frame has beyond this is not used.
    this.mainFrame = frame as unknown as Electron.WebFrameMain;
    app.emit('web-contents-created', makeEvent({}), this);
    this.#attached = this.#attach(preload, onFirstPaint);
    // Whoever loads something hears of it.
    this.#attached.catch(() => {});
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  getURL(): string {
    return toElectron(this.#page?.url() ?? '');
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  reload(): void {
    // What goes wrong is on the page itself, as in Electron, where this returns nothing either.
    this.#navigate((page) => page.reload()).catch(() => {});
  }

  load(url: string): Promise<void> {
    return this.#navigate(async (page, session) => {
      const origin = new URL(toChromium(url)).origin;
      if (origin !== 'null') {
        const permissions = grantedPermissions(this as unknown as Electron.WebContents, url);
        await session.send('Browser.grantPermissions', { origin, permissions });
      }
      this.#loaded = true;
      await page.goto(toChromium(url));
    });
  }

  destroy(): void {
    this.#destroyed = true;
    this.#link?.close();
    this.#link = null;
    // The last page must not take the browser along: the app may go on without a window.
    this.#attached.then(({ page }) => page.close()).catch(() => {});
    this.emit('destroyed');
  }

  /** Gives the page the size of its window; the two have no frame between them. */
  async resize({ width, height }: Electron.Rectangle): Promise<void> {
    const { session } = await this.#attached;
    const { windowId } = await session.send('Browser.getWindowForTarget');
    await session.send('Browser.setWindowBounds', { windowId, bounds: { width, height } });
  }

  /** Makes the page believe that it is, or is not, in front. */
  async mirrorFocus(enabled: boolean): Promise<void> {
    const { session } = await this.#attached;
    await session.send('Emulation.setFocusEmulationEnabled', { enabled });
  }

  /** Whether the page may go where it, and not the main process, wants to go. */
  mayNavigate(url: string, isMainFrame: boolean): boolean {
    if (this.#loading && isMainFrame) return true;
    const params = { url, isMainFrame, isSameDocument: false, frame: this.mainFrame };
    const anyFrame = makeEvent(params);
    this.emit('will-frame-navigate', anyFrame);
    if (anyFrame.defaultPrevented || !isMainFrame) return !anyFrame.defaultPrevented;
    const mainFrame = makeEvent(params);
    this.emit('will-navigate', mainFrame, url, false, true, 0, 0);
    return !mainFrame.defaultPrevented;
  }

  async #attach(preload: string | undefined, onFirstPaint: () => void): Promise<{ page: Page; session: CDPSession }> {
    const page = await openPage(this);
    const session = await page.context().newCDPSession(page);
    const link = new PageLink(session, (channel, args) => this.#receive(channel, args));
    await link.open();
    session.on('Page.windowOpen', ({ url, windowName, windowFeatures }) => this.#askToOpen(url, windowName, windowFeatures.join(',')));
    session.on('Page.lifecycleEvent', ({ name }) => {
      if (name === 'firstPaint' && this.#loaded) onFirstPaint();
    });
    page.on('crash', () => this.emit('render-process-gone', makeEvent({}), { reason: 'crashed', exitCode: 1 }));
    await session.send('Page.setLifecycleEventsEnabled', { enabled: true });
    await session.send('Emulation.setFocusEmulationEnabled', { enabled: false });
    if (preload !== undefined) {
      await session.send('Page.addScriptToEvaluateOnNewDocument', { source: pageScript() });
      const source = preloadScript(readFileSync(preload, 'utf8'));
      await session.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: PRELOAD_WORLD });
    }
    this.#page = page;
    this.#link = this.#destroyed ? null : link;
    return { page, session };
  }

  async #navigate(go: (page: Page, session: CDPSession) => Promise<unknown>): Promise<void> {
    const { page, session } = await this.#attached;
    this.#loading = true;
    try {
      await go(page, session);
    } finally {
      this.#loading = false;
    }
  }

  #receive(channel: string, args: unknown[]): void {
    const event = makeEvent({
      type: 'frame',
      sender: this,
      senderFrame: this.mainFrame,
      ports: [],
      frameId: 1,
      processId: 1,
      returnValue: null,
    });
    ipcMain.emit(channel, event, ...args);
  }

  #askToOpen(url: string, frameName: string, features: string): void {
    const disposition = features === '' ? dispositions._blank : dispositions[''];
    const { action } = this.#openHandler({
      url: toElectron(url),
      frameName,
      features,
      disposition,
      referrer: { url: '', policy: 'default' },
    });
    // The page that Chromium opened is closed in any case; see `openPage`.
    if (action !== 'deny') throw new Error('The stand-in opens no windows for pages.');
  }
}
