import { BrowserWindow, ipcMain, MessageChannelMain } from 'electron';
import type { IpcMainEvent, WebContents, WebFrameMain } from 'electron';
import type { EngineHost } from '../host/engine-host.ts';
import { sessionIdOf } from './activity.ts';
import { APP_ORIGIN } from './app-protocol.ts';
import type { PortRelay } from './port-relay.ts';
import { relayPorts } from './port-relay.ts';

/** The preload script asks on this channel for a port. */
const CONNECT = 'freshet:connect';
/** The port is sent to the preload script, and by it to the page, under this name. */
const PORT = 'freshet:port';

interface Caller {
  window: Electron.BrowserWindow;
  frame: WebFrameMain;
}

/**
 * Who sent a message, if it may be answered: the main frame of one of our windows, with our page in it. A preload script
 * runs in whatever a window holds, so the window alone proves nothing (item 17 of Electron's security checklist).
 */
function trustedCaller(event: IpcMainEvent): Caller | null {
  const frame = event.senderFrame;
  const window = BrowserWindow.fromWebContents(event.sender);
  if (frame === null || window === null) return null;
  if (frame.parent !== null || frame.frameTreeNodeId !== event.sender.mainFrame.frameTreeNodeId) return null;
  return frame.origin === APP_ORIGIN ? { window, frame } : null;
}

/**
 * Hands each page that asks one message port that speaks the contract with the engine. A page that asks again, as after a
 * reload, gets a new port and its old one is closed. Requests that come before the engine is up are answered once it is.
 * `onConnected` is called after the window's session was opened.
 */
export function servePagePorts(host: Promise<EngineHost>, onConnected: (window: Electron.BrowserWindow) => void): void {
  const relays = new WeakMap<WebContents, PortRelay>();
  const latest = new WeakMap<WebContents, symbol>();

  const connect = async (contents: WebContents, { window, frame }: Caller) => {
    const request = Symbol('request');
    latest.set(contents, request);
    const engine = await host;
    // While the engine was starting, the page may have gone or asked again.
    if (latest.get(contents) !== request || contents.isDestroyed() || frame.isDestroyed()) return;
    relays.get(contents)?.close();
    const { port1, port2 } = new MessageChannelMain();
    relays.set(contents, relayPorts(port1, engine.connect({ sessionId: sessionIdOf(window), kind: 'window' })));
    frame.postMessage(PORT, null, [port2]);
    onConnected(window);
  };

  ipcMain.on(CONNECT, (event) => {
    const caller = trustedCaller(event);
    if (caller === null) return;
    // An engine that does not start ends the app with words of its own.
    connect(event.sender, caller).catch(() => {});
  });
}
