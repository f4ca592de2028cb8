import { StandInPort } from './message-port.ts';
import type { PageLink } from './page-link.ts';
import { originOf } from './protocol.ts';

type Used = 'parent' | 'frameTreeNodeId' | 'url' | 'origin' | 'isDestroyed' | 'postMessage';

/** The main frame of a page. */
export class StandInFrame implements Pick<Electron.WebFrameMain, Used> {
  readonly parent = null;
  readonly frameTreeNodeId: number;
  readonly #url: () => string;
  readonly #link: () => PageLink | null;

  constructor(id: number, url: () => string, link: () => PageLink | null) {
    this.frameTreeNodeId = id;
    this.#url = url;
    this.#link = link;
  }

  get url(): string {
    return this.#url();
  }

  get origin(): string {
    return originOf(this.url);
  }

  isDestroyed(): boolean {
    return this.#link() === null;
  }

  postMessage(channel: string, message: unknown, transfer: Electron.MessagePortMain[] = []): void {
    const ports = transfer.map((port) => {
      if (!(port instanceof StandInPort)) throw new Error('Invalid value for transfer');
      return port;
    });
    this.#link()?.deliver(channel, [message], ports);
  }
}
