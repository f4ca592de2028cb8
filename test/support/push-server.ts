import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** What happens to a message on its way: it is passed on, lost, sent twice, sent after the next one, or kept until `release()`. */
export type Fate = 'pass' | 'drop' | 'twice' | 'after-next' | 'hold';

/** A connection attempt, or a poll, as the server saw it. */
export interface PushCall {
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
}

interface Numbered {
  id: number;
  text: string;
}

/** Sends one message over a connection that is open. */
type Send = (message: Numbered) => void;

/**
 * A real server on loopback that pushes: WebSocket at /ws, server-sent events at /sse (ids rise from 1), long polling
 * at /poll (answers `{ cursor, items }`; the query parameter `cursor` says what is known). Nothing in it waits for time.
 */
export class PushServer {
  readonly calls: PushCall[] = [];
  /** What clients sent over their WebSockets. */
  readonly heard: string[] = [];
  /** Which fate the message with this number, from 1, meets. */
  fate: (id: number) => Fate = () => 'pass';
  /** Where set, every new connection or poll gets this instead. */
  refusal: { status: number; headers?: Record<string, string>; body?: string } | null = null;
  /** Whether pings are answered. */
  answersPings = true;
  /** An SSE client that asks for it gets what came after its Last-Event-ID. */
  replays = true;

  readonly #server = createServer((request, response) => this.#answer(request, response));
  readonly #webSockets = new WebSocketServer({ noServer: true, autoPong: false });
  readonly #sockets = new Set<Socket>();
  readonly #open = new Set<Send>();
  readonly #streams = new Set<ServerResponse>();
  readonly #polls = new Set<ServerResponse>();
  readonly #clients = new Set<WebSocket>();
  readonly #log: Numbered[] = [];
  #held: Numbered[] = [];
  #late: Numbered[] = [];
  #lastId = 0;
  #pings = 0;

  static async start(): Promise<PushServer> {
    const server = new PushServer();
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  private constructor() {
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    this.#server.on('upgrade', (request, socket, head) => {
      this.#note(request);
      if (this.refusal !== null) {
        const headers = Object.entries({ 'content-length': '0', connection: 'close', ...this.refusal.headers });
        const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
        socket.end(`HTTP/1.1 ${this.refusal.status} Refused\r\n${lines}\r\n`);
        return;
      }
      this.#webSockets.handleUpgrade(request, socket, head, (client) => this.#openWebSocket(client));
    });
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Connections that are open and may get messages; a poll that waits is one. */
  get connections(): number {
    return this.#open.size + this.#polls.size;
  }

  /** How many pings came. */
  get pings(): number {
    return this.#pings;
  }

  /** Publishes bodies as JSON, each to its fate. */
  publish(...bodies: unknown[]): void {
    for (const body of bodies) this.publishText(JSON.stringify(body));
  }

  publishText(text: string): void {
    const message = { id: (this.#lastId += 1), text };
    const fate = this.fate(message.id);
    if (fate === 'hold') this.#held.push(message);
    else if (fate === 'after-next') this.#late.push(message);
    else if (fate !== 'drop') {
      const late = this.#late;
      this.#late = [];
      this.#send([message, ...(fate === 'twice' ? [message] : []), ...late]);
    }
  }

  /** Sends what was kept. */
  release(): void {
    const held = this.#held;
    this.#held = [];
    this.#send(held);
  }

  /** Writes bytes as they are into every open event stream. */
  writeRaw(text: string | Uint8Array): void {
    for (const stream of this.#streams) stream.write(text);
  }

  /** Answers every waiting poll. */
  endPolls(status: number, body = ''): void {
    for (const poll of this.#polls) poll.writeHead(status).end(body);
    this.#polls.clear();
  }

  /** Ends every connection in the orderly way of its kind. */
  closeAll(code = 1001, reason = 'going away'): void {
    for (const client of this.#clients) client.close(code, reason);
    for (const stream of this.#streams) stream.end();
    this.endPolls(204);
  }

  /** Breaks every connection off, as a cut cable or a dead process does. */
  breakAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.breakAll();
    await closed;
  }

  #note(request: IncomingMessage): URL {
    const url = new URL(request.url ?? '/', 'http://push');
    this.calls.push({ path: url.pathname, query: url.searchParams, headers: request.headers });
    return url;
  }

  #send(messages: readonly Numbered[]): void {
    if (messages.length === 0) return;
    this.#log.push(...messages);
    for (const send of this.#open) for (const message of messages) send(message);
    const polls = [...this.#polls];
    this.#polls.clear();
    for (const poll of polls) this.#answerPoll(poll, messages);
  }

  #openWebSocket(client: WebSocket): void {
    const send: Send = ({ text }) => client.send(text);
    this.#open.add(send);
    this.#clients.add(client);
    client.on('message', (data: Buffer) => this.heard.push(data.toString('utf8')));
    client.on('ping', (data) => {
      this.#pings += 1;
      if (this.answersPings) client.pong(data);
    });
    client.on('error', () => undefined);
    client.on('close', () => {
      this.#open.delete(send);
      this.#clients.delete(client);
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = this.#note(request);
    if (this.refusal !== null) response.writeHead(this.refusal.status, this.refusal.headers).end(this.refusal.body);
    else if (url.pathname === '/sse') this.#openStream(request, response);
    else if (url.pathname === '/poll') this.#poll(url.searchParams.get('cursor'), response);
    else response.writeHead(404).end();
  }

  #openStream(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.flushHeaders();
    const send: Send = ({ id, text }) => response.write(`id: ${id}\n${text.replace(/^/gm, 'data: ')}\n\n`);
    const since = request.headers['last-event-id'];
    if (this.replays && since !== undefined) for (const message of this.#log) if (message.id > Number(since)) send(message);
    this.#open.add(send);
    this.#streams.add(response);
    response.on('close', () => {
      this.#open.delete(send);
      this.#streams.delete(response);
    });
  }

  #poll(cursor: string | null, response: ServerResponse): void {
    const known = cursor === null ? this.#log.length : Number(cursor);
    if (known < this.#log.length) {
      this.#answerPoll(response, this.#log.slice(known));
      return;
    }
    this.#polls.add(response);
    response.on('close', () => this.#polls.delete(response));
  }

  #answerPoll(response: ServerResponse, messages: readonly Numbered[]): void {
    const items = messages.map(({ text }) => text).join(',');
    response.writeHead(200, { 'content-type': 'application/json' }).end(`{"cursor":${this.#log.length},"items":[${items}]}`);
  }
}
