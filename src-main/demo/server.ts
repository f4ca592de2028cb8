import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type DemoFaults, type DemoFaultsInput, type DemoServiceId, demoServiceId } from '../../src-preload/contract/index.ts';
import { FAULT_RETRY_AFTER_SECONDS, type Fate, FaultDial } from './faults.ts';
import { skewed } from './random.ts';
import { sendAnswer } from './reply.ts';
import { type DemoAnswer, type DemoCall, type DemoService, jsonAnswer } from './service.ts';
import { EventsService } from './services/events.ts';
import { N8nService } from './services/n8n.ts';
import { OddsService } from './services/odds.ts';
import { ParcelsService } from './services/parcels.ts';
import { StatisticsService } from './services/statistics.ts';
import { StravaService } from './services/strava.ts';
import { WikimediaService } from './services/wikimedia.ts';
import { type After, Streams } from './streams.ts';

/** The seed of the demo workspace. */
export const DEMO_SEED = 20_261;

const MOST_BODY_BYTES = 1_048_576;

/** How far latencies lie apart. */
const LATENCY_SPREAD = 0.35;

export interface DemoServerOptions {
  /** Two servers of one seed say the same at the same moment. */
  seed?: number;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Runs something after a length of time; by the timers of Node where it is left out. */
  after?: After;
  /** What latencies are multiplied with: 1 as the services are, 0 at once. */
  latency?: number;
  faults?: DemoFaultsInput;
  /** The ports to listen on, where they are free. */
  ports?: Partial<Record<DemoServiceId, number>>;
}

export interface DemoServer {
  /** Where every service is found, below its prefix. */
  readonly url: string;
  readonly ports: Record<DemoServiceId, number>;
  /**
   * Where one service is found, with its prefix. Each has a port of its own, as real services have hosts of their own:
   * a service in trouble is left alone by its host.
   */
  urlOf(service: DemoServiceId): string;
  readonly faults: DemoFaults;
  /** Turns the fault dial. Connections of services whose faults change are broken off, so that they meet the new ones. */
  setFaults(faults: DemoFaultsInput): Promise<void>;
  close(): Promise<void>;
}

const afterByTimer: After = (delayMs, run) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};

/** A listener that can be shut and opened again on the same port. */
class Door {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  port = 0;

  constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  /** Listens on `port`, or on a free one where that is taken. */
  async open(port: number): Promise<void> {
    const listen = (wanted: number) =>
      new Promise<number>((resolve, reject) => {
        this.#server.once('error', reject);
        this.#server.listen(wanted, '127.0.0.1', () => {
          this.#server.off('error', reject);
          resolve((this.#server.address() as AddressInfo).port);
        });
      });
    this.port = await listen(port).catch(() => listen(0));
  }

  async shut(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

class Upstream implements DemoServer {
  readonly #seed: number;
  readonly #now: () => number;
  readonly #after: After;
  readonly #latency: number;
  readonly #dial: FaultDial;
  readonly #streams: Streams;
  readonly #services: readonly DemoService[];
  readonly #doors = new Map<DemoServiceId, Door>();
  #calls = 0;

  constructor({ seed = DEMO_SEED, now, after = afterByTimer, latency = 1, faults = {} }: DemoServerOptions) {
    this.#seed = seed;
    this.#now = now;
    this.#after = after;
    this.#latency = latency;
    this.#dial = new FaultDial(seed, faults);
    this.#streams = new Streams(now, after);
    this.#services = [OddsService, N8nService, StatisticsService, EventsService, StravaService, WikimediaService, ParcelsService].map(
      (Service) => new Service(seed),
    );
  }

  async open(ports: Partial<Record<DemoServiceId, number>>): Promise<void> {
    await Promise.all(
      demoServiceId.options.map(async (id) => {
        const server = createServer((request, response) => void this.#handle(request, response));
        server.on('upgrade', (request, socket, head) => {
          this.#upgrade(request, socket, head).catch(() => socket.destroy());
        });
        const door = new Door(server);
        this.#doors.set(id, door);
        await door.open(ports[id] ?? 0);
      }),
    );
    if (this.#dial.faults.cablePulled) await this.#shut();
  }

  get url(): string {
    return `http://127.0.0.1:${this.ports.odds}`;
  }

  get ports(): Record<DemoServiceId, number> {
    return Object.fromEntries([...this.#doors].map(([id, { port }]) => [id, port])) as Record<DemoServiceId, number>;
  }

  urlOf(service: DemoServiceId): string {
    return `http://127.0.0.1:${this.ports[service]}${this.#services.find(({ id }) => id === service)?.prefix ?? ''}`;
  }

  get faults(): DemoFaults {
    return this.#dial.faults;
  }

  async setFaults(faults: DemoFaultsInput): Promise<void> {
    const wasPulled = this.#dial.faults.cablePulled;
    const before = this.#services.map(({ id }) => JSON.stringify(this.#dial.of(id)));
    this.#dial.turn(faults);
    for (const [index, { id }] of this.#services.entries())
      if (before[index] !== JSON.stringify(this.#dial.of(id))) this.#streams.breakOff(id);
    const isPulled = this.#dial.faults.cablePulled;
    if (isPulled && !wasPulled) await this.#shut();
    if (!isPulled && wasPulled) await Promise.all([...this.#doors.values()].map((door) => door.open(door.port)));
  }

  async close(): Promise<void> {
    await this.#shut();
  }

  async #shut(): Promise<void> {
    this.#streams.breakOff();
    await Promise.all([...this.#doors.values()].map((door) => door.shut()));
  }

  #callOf(request: IncomingMessage, body: string): { service: DemoService; call: DemoCall } | null {
    const url = new URL(request.url ?? '/', 'http://demo.invalid');
    const service = this.#services.find(({ prefix }) => url.pathname === prefix || url.pathname.startsWith(`${prefix}/`));
    if (service === undefined) return null;
    const call: DemoCall = {
      method: request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET'),
      path: url.pathname.slice(service.prefix.length).replace(/\/$/, ''),
      query: url.searchParams,
      headers: request.headers,
      body,
      now: this.#now(),
      baseUrl: this.urlOf(service.id),
    };
    return { service, call };
  }

  #fateOf(service: DemoService, call: DemoCall): Fate {
    const fate = this.#dial.next(service.id);
    return fate.kind === 'unauthorized' && service.isSignIn?.(call) === true ? { ...fate, kind: 'none' } : fate;
  }

  /** The refusal that the dial asks for; `null` where it asks for none. */
  #refusalOf(service: DemoService, call: DemoCall, { kind }: Fate): DemoAnswer | null {
    if (kind !== 'rate-limited' && kind !== 'unauthorized' && kind !== 'server-error') return null;
    const answer = service.refuse(kind, call);
    return kind === 'rate-limited'
      ? { ...answer, headers: { ...answer.headers, 'retry-after': String(FAULT_RETRY_AFTER_SECONDS) } }
      : answer;
  }

  async #pass(service: DemoService, madeInMs: number | undefined, slowMs: number): Promise<void> {
    this.#calls += 1;
    const usual = skewed(service.medianLatencyMs, LATENCY_SPREAD, this.#seed, 'latency', this.#calls);
    const delayMs = Math.round(Math.max(madeInMs ?? 0, usual) * this.#latency + slowMs);
    if (delayMs <= 0) return;
    await new Promise<void>((resolve) => this.#after(delayMs, resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await bodyOf(request);
      const found = this.#callOf(request, body ?? '');
      if (body === null) await sendAnswer(request, response, jsonAnswer({ message: 'The body is too large.' }, 413), 'none', this.#now());
      else if (found === null) await this.#sendIndex(request, response);
      else await this.#answer(found.service, found.call, request, response);
    } catch (error) {
      // The other side has gone, or a service has a mistake; one call must not end the others.
      if (response.headersSent || response.destroyed) response.destroy();
      else response.writeHead(500, { 'content-type': 'text/plain' }).end(error instanceof Error ? error.message : 'failed');
    }
  }

  async #sendIndex(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const services = Object.fromEntries(this.#services.map(({ id }) => [id, this.urlOf(id)]));
    await sendAnswer(
      request,
      response,
      jsonAnswer({ message: 'There is nothing here. These services are simulated.', services }, 404),
      'none',
      this.#now(),
    );
  }

  async #answer(service: DemoService, call: DemoCall, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fate = this.#fateOf(service, call);
    const refusal = this.#refusalOf(service, call, fate);
    const stream = refusal ?? service.openEvents?.(call) ?? null;
    if (stream !== null && 'next' in stream && fate.kind !== 'page') {
      await this.#pass(service, undefined, fate.slowMs);
      if (!response.destroyed) this.#streams.sendEvents(service.id, response, stream, fate.kind);
      return;
    }
    const answer = refusal ?? (stream === null ? service.answer(call) : 'next' in stream ? jsonAnswer({}) : stream);
    await this.#pass(service, answer.madeInMs, fate.slowMs);
    if (!response.destroyed) await sendAnswer(request, response, answer, fate.kind, this.#now());
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const found = this.#callOf(request, '');
    const refuse = ({ status, headers, body }: DemoAnswer) => {
      const text = JSON.stringify(body);
      const lines = Object.entries({
        ...headers,
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(text)),
        connection: 'close',
      });
      socket.end(`HTTP/1.1 ${status} Refused\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${text}`);
    };
    if (found?.service.openSocket === undefined) {
      refuse(jsonAnswer({ message: 'There is no WebSocket here.' }, 404));
      return;
    }
    const { service, call } = found;
    const fate = this.#fateOf(service, call);
    const answer = this.#refusalOf(service, call, fate) ?? found.service.openSocket(call);
    await this.#pass(service, undefined, fate.slowMs);
    if (socket.destroyed) return;
    if ('next' in answer) this.#streams.openSocket(service.id, request, socket, head, answer, fate.kind === 'page' ? 'cut' : fate.kind);
    else refuse(answer);
  }
}

/** Starts the demo upstream: the five services and two streams, on loopback. Rejects where no port can be had. */
export async function startDemoServer(options: DemoServerOptions): Promise<DemoServer> {
  const upstream = new Upstream(options);
  await upstream.open(options.ports ?? {});
  return upstream;
}
