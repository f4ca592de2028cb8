import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BrowserContext, chromium, type Page, type Route } from '@playwright/test';
import { app } from './app.ts';
import { announceBrowser } from './control.ts';
import { closeRegistration, handlerOf, toElectron } from './protocol.ts';

/** What a page needs of the one who shows it. */
interface Owner {
  mayNavigate(url: string, isMainFrame: boolean): boolean;
}

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // The specs look at the same pages through a connection of their own.
  '--remote-debugging-port=0',
];

let context: BrowserContext | null = null;
let firstPage: Page | null = null;
let opening = 0;
const owners = new Map<Page, Owner>();

/** Starts Chromium with a profile in the app's own folder, as Electron does; then the app is ready. */
export async function startBrowser(): Promise<void> {
  if (app.isExiting()) return;
  const profile = join(app.getPath('userData'), 'chromium');
  const portFile = join(profile, 'DevToolsActivePort');
  rmSync(portFile, { force: true });
  context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env['FRESHET_CHROMIUM'] ?? '/usr/bin/chromium',
    headless: true,
    viewport: null,
    args: ARGUMENTS,
  });
  firstPage = context.pages()[0] ?? null;
  await context.route('**/*', answer);
  context.on('page', (page) => {
    // A window that a page opened; the main process decides on it by what it opens itself.
    if (opening === 0) void page.close();
  });
  announceBrowser(await writtenPort(portFile));
  closeRegistration();
  app.becomeReady();
}

/** Chromium writes the file by itself, some time after it has started. */
async function writtenPort(file: string): Promise<number> {
  for (;;) {
    try {
      const port = Number.parseInt(readFileSync(file, 'utf8'), 10);
      if (port > 0) return port;
    } catch {
      // Not there yet.
    }
    await sleep(5);
  }
}

export async function closeBrowser(): Promise<void> {
  await context?.close();
}

/** A page for a window. */
export async function openPage(owner: Owner): Promise<Page> {
  if (context === null) throw new Error('Cannot create BrowserWindow before app is ready');
  let page = firstPage;
  firstPage = null;
  if (page === null) {
    opening += 1;
    page = await context.newPage().finally(() => (opening -= 1));
  }
  owners.set(page, owner);
  page.once('close', () => owners.delete(page));
  return page;
}

function ownerOf(route: Route): { owner: Owner | undefined; isMainFrame: boolean } {
  try {
    const frame = route.request().frame();
    return { owner: owners.get(frame.page()), isMainFrame: frame.parentFrame() === null };
  } catch {
    // The first request of a window that a page opened has no frame yet.
    return { owner: undefined, isMainFrame: true };
  }
}

/** Answers every request of every page: by the app's handler for its scheme, or not at all. */
async function answer(route: Route): Promise<void> {
  const request = route.request();
  const url = toElectron(request.url());
  const { owner, isMainFrame } = ownerOf(route);
  const handler = handlerOf(url);
  const refused = owner === undefined || (request.isNavigationRequest() && !owner.mayNavigate(url, isMainFrame));
  try {
    if (refused || handler === null) {
      await route.abort('aborted');
      return;
    }
    const response = await handler(new Request(url, { method: request.method(), headers: request.headers() }));
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  } catch (error) {
    // A page that was closed while its request was answered.
    if (!app.isExiting()) process.stderr.write(`${String(error)}\n`);
  }
}
