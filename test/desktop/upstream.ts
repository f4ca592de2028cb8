import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Odds {
  id: string;
  match: string;
  home: number;
}

/** A small API of our own that counts how often it is called. */
export class Upstream {
  records: Odds[] = [
    { id: 'ars-che', match: 'Arsenal - Chelsea', home: 1.95 },
    { id: 'liv-mun', match: 'Liverpool - Manchester United', home: 1.6 },
    { id: 'tot-whu', match: 'Tottenham - West Ham', home: 2.1 },
  ];
  readonly #calls = new Map<string, number>();
  #held = false;
  #server: Server | null = null;
  #port = 0;

  /** Starts, or starts again at the same address. */
  async start(): Promise<void> {
    const server = createServer(({ url = '/' }, response) => {
      this.#calls.set(url, this.callsTo(url) + 1);
      if (this.#held) return;
      // Without validators or lifetimes: what is called when is then up to the policy alone.
      response.writeHead(200, { 'content-type': 'application/json', connection: 'close' });
      response.end(JSON.stringify(this.records));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Refuses connections from now on. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  /** Takes calls from now on, and leaves them without an answer. */
  hold(): void {
    this.#held = true;
  }

  /** Calls for the odds that have arrived so far. */
  get calls(): number {
    return this.callsTo('/odds');
  }

  callsTo(path: string): number {
    return this.#calls.get(path) ?? 0;
  }

  urlOf(path: string): string {
    return `http://127.0.0.1:${this.#port}${path}`;
  }
}
