import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { matchDetails, matches, meters, movedParcels, parcels, runs } from './feed.ts';

/** Calls that the demo upstream allows in an hour. */
export const DEMO_HOURLY_LIMIT = 600;

const HOUR_MS = 3_600_000;

export interface DemoUpstream {
  url: string;
  port: number;
  close(): Promise<void>;
}

interface Answer {
  status: number;
  body: unknown;
}

function listing(path: string, query: URLSearchParams, now: number): Answer {
  switch (path) {
    case '/v1/odds':
      return { status: 200, body: { feed: 'odds', matches: matches(now) } };
    case '/v1/meters': {
      const offset = Math.max(0, Number(query.get('offset') ?? 0) || 0);
      const limit = Math.min(100, Math.max(1, Number(query.get('limit') ?? 100) || 100));
      const all = meters(now);
      return { status: 200, body: { total: all.length, data: all.slice(offset, offset + limit) } };
    }
    case '/v1/executions':
      return { status: 200, body: { data: runs(now) } };
    case '/v1/parcels':
      return { status: 200, body: { data: parcels(now) } };
    default: {
      const details = path.startsWith('/v1/odds/') ? matchDetails(path.slice('/v1/odds/'.length)) : null;
      if (details !== null) return { status: 200, body: details };
      return { status: 404, body: { message: `There is no ${path}. Try /v1/odds, /v1/meters, /v1/executions or /v1/parcels.` } };
    }
  }
}

/** An upstream that behaves as metered APIs do: it wants a key, counts calls, sends ETags, and its data really change. */
class DemoServer {
  readonly #key: string;
  readonly #now: () => number;
  #hour = 0;
  #used = 0;

  constructor(key: string, now: () => number) {
    this.#key = key;
    this.#now = now;
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const now = this.#now();
    if (request.headers['x-api-key'] !== this.#key) {
      send(response, 401, {}, { message: 'The header x-api-key is missing or wrong.' });
      return;
    }
    const hour = Math.floor(now / HOUR_MS);
    if (hour !== this.#hour) this.#used = 0;
    this.#hour = hour;
    const secondsLeft = Math.ceil(((hour + 1) * HOUR_MS - now) / 1000);
    if (this.#used >= DEMO_HOURLY_LIMIT) {
      send(
        response,
        429,
        { ...this.#limits(secondsLeft), 'retry-after': String(secondsLeft) },
        { message: 'The calls of this hour are used up.' },
      );
      return;
    }
    this.#used += 1;
    const url = new URL(request.url ?? '/', 'http://demo');
    if (url.pathname === '/v1/parcels/stream') {
      this.#stream(response);
      return;
    }
    const { status, body } = listing(url.pathname, url.searchParams, now);
    const text = JSON.stringify(body);
    const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 20)}"`;
    const headers = { ...this.#limits(secondsLeft), etag, 'cache-control': 'no-cache' };
    if (status === 200 && request.headers['if-none-match'] === etag) {
      response.writeHead(304, headers).end();
      return;
    }
    response.writeHead(status, { ...headers, 'content-type': 'application/json' }).end(text);
  }

  /** Sends what moved, every second, for as long as somebody listens. */
  #stream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.flushHeaders();
    let since = this.#now();
    const timer = setInterval(() => {
      const now = this.#now();
      const moved = movedParcels(since, now);
      since = now;
      response.write(moved.length === 0 ? ': nothing moved\n\n' : `data: ${JSON.stringify({ event: 'moved', parcels: moved })}\n\n`);
    }, 1_000);
    response.on('close', () => clearInterval(timer));
  }

  #limits(secondsLeft: number): Record<string, string> {
    return {
      'ratelimit-policy': `"hour";q=${DEMO_HOURLY_LIMIT};w=3600`,
      ratelimit: `"hour";r=${DEMO_HOURLY_LIMIT - this.#used};t=${secondsLeft}`,
      'x-requests-used': String(this.#used),
      'x-requests-remaining': String(DEMO_HOURLY_LIMIT - this.#used),
    };
  }
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, body: unknown): void {
  response.writeHead(status, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Starts the demo upstream on `port`, or on a free one where that is taken. `now` gives milliseconds since the epoch. */
export async function startDemoUpstream(port: number, key: string, now: () => number): Promise<DemoUpstream> {
  const demo = new DemoServer(key, now);
  const server = createServer((request, response) => demo.handle(request, response));
  const bound = await listen(server, port).catch(() => listen(server, 0));
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
