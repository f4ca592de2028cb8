import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { MessagePort } from 'node:worker_threads';
import { WebSocket, WebSocketServer } from 'ws';
import type { EngineHost } from '../host/engine-host.ts';
import { isToken } from './guard.ts';

const PROTOCOL = 'freshet.v1';
const TOKEN_PREFIX = 'token.';

/** Closes a socket whose token is wrong; a page cannot see the status of a refused handshake. */
const CLOSE_UNAUTHORIZED = 4401;

const MOST_BYTES = 4 * 1_048_576;

/** A browser does not tell when a tab's computer vanished; one that leaves this many pings unanswered is gone. */
const PING_EVERY_MS = 30_000;

/** Joins a browser tab to the engine: what comes in on one side goes out on the other. Either end ends both. */
function relay(socket: WebSocket, port: MessagePort): void {
  socket.on('message', (data: Buffer, isBinary) => port.postMessage(isBinary ? new Uint8Array(data) : data.toString('utf8')));
  port.on('message', (message: string | Uint8Array) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(message);
  });
  socket.on('close', () => port.close());
  socket.on('error', () => socket.terminate());
  port.on('close', () => socket.close());
}

/** The WebSockets of browser tabs. Each is a session of its own. */
export class Sockets {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_BYTES,
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
  });
  readonly #host: EngineHost;
  readonly #answered = new WeakSet<WebSocket>();
  readonly #timer: NodeJS.Timeout;

  constructor(host: EngineHost) {
    this.#host = host;
    this.#timer = setInterval(() => this.#ping(), PING_EVERY_MS).unref();
  }

  /** Takes over a connection whose Host and Origin have been checked. The token comes as a subprotocol, never in the address. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim());
    const token = offered.find((each) => each.startsWith(TOKEN_PREFIX))?.slice(TOKEN_PREFIX.length) ?? '';
    this.#server.handleUpgrade(request, socket, head, (client) => {
      if (!isToken(token, this.#host.token)) {
        client.close(CLOSE_UNAUTHORIZED, 'The token is missing or wrong.');
        return;
      }
      this.#answered.add(client);
      client.on('pong', () => this.#answered.add(client));
      relay(client, this.#host.connect({ sessionId: `tab-${randomUUID().slice(0, 8)}`, kind: 'tab' }));
    });
  }

  close(): void {
    clearInterval(this.#timer);
    for (const client of this.#server.clients) client.terminate();
    this.#server.close();
  }

  #ping(): void {
    for (const client of this.#server.clients) {
      if (!this.#answered.delete(client)) client.terminate();
      else client.ping();
    }
  }
}
