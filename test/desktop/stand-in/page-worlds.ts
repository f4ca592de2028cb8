import { decodeValue, encodeValue } from './wire-value.ts';

/** Electron's own name for the world in which preload scripts run. */
export const PRELOAD_WORLD = 'Electron Isolated Context';
/** The function through which the preload's world calls the main process; the page's own world does not have it. */
export const TO_MAIN = 'standInToMain';
/** The function by which the main process calls the preload's world. */
export const FROM_MAIN = 'standInFromMain';

/** What the preload's world says to the main process. */
export type FromPage =
  | { type: 'send'; channel: string; args: string }
  | { type: 'port-message'; port: number; data: string }
  | { type: 'port-closed'; port: number };

/** What the main process says to the preload's world. */
export type ToPage =
  | { type: 'deliver'; channel: string; args: string; ports: number[] }
  | { type: 'port-message'; port: number; data: string }
  | { type: 'close-port'; port: number };

/**
 * The page's half of the context bridge. Two worlds share a document and nothing else, so what the preload exposes comes as
 * an event of the document. Runs in the page; uses nothing from outside itself.
 */
function openBridge(): void {
  window.addEventListener(
    'stand-in:expose',
    (exposed) => {
      const { key, names } = (exposed as CustomEvent<{ key: string; names: string[] }>).detail;
      const functions = names.map((name) => [
        name,
        (...args: unknown[]) => {
          window.dispatchEvent(new CustomEvent('stand-in:call', { detail: { key, name, args } }));
        },
      ]);
      Object.defineProperty(window, key, { value: Object.freeze(Object.fromEntries(functions)), enumerable: true });
    },
    { once: true },
  );
}

interface PreloadTools {
  toMain(message: FromPage): void;
  encode(value: unknown): string;
  decode(text: string): unknown;
  /** The name of the function for `ToPage` messages. */
  fromMain: string;
}

/**
 * What `require('electron')` gives a sandboxed preload script, as far as ours needs it. The ports that it hands out are the
 * browser's own. Runs in the preload's world; uses nothing from outside itself.
 */
function preloadElectron({ toMain, encode, decode, fromMain }: PreloadTools) {
  type Listener = (event: { ports: MessagePort[] }, ...args: unknown[]) => void;
  const listeners = new Map<string, Listener[]>();
  const ports = new Map<number, MessagePort>();

  const openPort = (id: number) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', (event) => toMain({ type: 'port-message', port: id, data: encode(event.data) }));
    port1.addEventListener('close', () => toMain({ type: 'port-closed', port: id }));
    port1.start();
    ports.set(id, port1);
    return port2;
  };

  Object.defineProperty(globalThis, fromMain, {
    value: (message: ToPage) => {
      if (message.type === 'port-message') ports.get(message.port)?.postMessage(decode(message.data));
      else if (message.type === 'close-port') ports.get(message.port)?.close();
      else {
        const event = { ports: message.ports.map(openPort) };
        for (const listener of listeners.get(message.channel) ?? []) listener(event, ...(decode(message.args) as unknown[]));
      }
    },
  });

  return {
    ipcRenderer: {
      send: (channel: string, ...args: unknown[]) => toMain({ type: 'send', channel, args: encode(args) }),
      on: (channel: string, listener: Listener) => {
        listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      },
    },
    contextBridge: {
      exposeInMainWorld: (key: string, api: Record<string, (...args: unknown[]) => void>) => {
        window.addEventListener('stand-in:call', (called) => {
          const { detail } = called as CustomEvent<{ key: string; name: string; args: unknown[] }>;
          if (detail.key === key) api[detail.name]?.(...detail.args);
        });
        window.dispatchEvent(new CustomEvent('stand-in:expose', { detail: { key, names: Object.keys(api) } }));
      },
    },
  };
}

/** The script for the page's own world. */
export function pageScript(): string {
  return `if (window === window.top) (${openBridge.toString()})();`;
}

/** The script for the preload's world: the preload itself, with the `require` of a sandboxed preload around it. */
export function preloadScript(preload: string): string {
  return `if (window === window.top) {
    const electron = (${preloadElectron.toString()})({
      toMain: (message) => globalThis[${JSON.stringify(TO_MAIN)}](JSON.stringify(message)),
      encode: ${encodeValue.toString()},
      decode: ${decodeValue.toString()},
      fromMain: ${JSON.stringify(FROM_MAIN)},
    });
    const require = (name) => {
      if (name === 'electron') return electron;
      throw new Error('module not found: ' + name);
    };
    (function (require, module, exports) {
      ${preload}
    })(require, { exports: {} }, {});
  }`;
}
