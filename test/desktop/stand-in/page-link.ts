import type { CDPSession } from '@playwright/test';
import type { FarEnd, StandInPort } from './message-port.ts';
import { FROM_MAIN, type FromPage, PRELOAD_WORLD, TO_MAIN, type ToPage } from './page-worlds.ts';
import { decodeValue, encodeValue } from './wire-value.ts';

/** Carries messages between the main process and the preload's world of one page. */
export class PageLink {
  readonly #session: CDPSession;
  readonly #onSend: (channel: string, args: unknown[]) => void;
  /** The preload's world of the document that is there now. */
  #world: number | null = null;
  #lastPort = 0;
  readonly #ports = new Map<number, StandInPort>();

  constructor(session: CDPSession, onSend: (channel: string, args: unknown[]) => void) {
    this.#session = session;
    this.#onSend = onSend;
  }

  /** Prepares the page; call it before anything is loaded. */
  async open(): Promise<void> {
    const session = this.#session;
    session.on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = context.auxData as { frameId: string };
      if (context.name === PRELOAD_WORLD && frameId === mainFrame) this.#enter(context.id);
    });
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.#world) this.#leave();
    });
    session.on('Runtime.executionContextsCleared', () => this.#leave());
    session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === TO_MAIN && executionContextId === this.#world) this.#take(JSON.parse(payload) as FromPage);
    });
    const { frameTree } = await session.send('Page.getFrameTree');
    const mainFrame = frameTree.frame.id;
    await session.send('Page.enable');
    await session.send('Runtime.enable');
    await session.send('Runtime.addBinding', { name: TO_MAIN, executionContextName: PRELOAD_WORLD });
  }

  /** Delivers a message of `ipcMain` with ports, which move into the page. */
  deliver(channel: string, args: unknown[], ports: StandInPort[]): void {
    const moved = ports.map((port) => ({ id: (this.#lastPort += 1), port }));
    this.#say({ type: 'deliver', channel, args: encodeValue(args), ports: moved.map(({ id }) => id) });
    for (const { id, port } of moved) this.#ports.set(id, port.moveTo(this.#farEnd(id)));
  }

  /** The page is gone, and its ports with it. */
  close(): void {
    this.#leave();
  }

  #farEnd(id: number): FarEnd {
    return {
      post: (data) => this.#say({ type: 'port-message', port: id, data: encodeValue(data) }),
      close: () => {
        this.#ports.delete(id);
        this.#say({ type: 'close-port', port: id });
      },
    };
  }

  #enter(world: number): void {
    this.#leave();
    this.#world = world;
  }

  #leave(): void {
    this.#world = null;
    for (const port of this.#ports.values()) port.closeHere();
    this.#ports.clear();
  }

  #take(message: FromPage): void {
    if (message.type === 'send') this.#onSend(message.channel, decodeValue(message.args) as unknown[]);
    else if (message.type === 'port-message') this.#ports.get(message.port)?.receive(decodeValue(message.data));
    else {
      this.#ports.get(message.port)?.closeHere();
      this.#ports.delete(message.port);
    }
  }

  #say(message: ToPage): void {
    if (this.#world === null) return;
    const expression = `${FROM_MAIN}(${JSON.stringify(message)})`;
    // A page that goes away while it is spoken to hears nothing, in Electron as here.
    this.#session.send('Runtime.evaluate', { expression, contextId: this.#world }).catch(() => {});
  }
}
