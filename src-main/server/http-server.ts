import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EngineHost } from '../host/engine-host.ts';
import { pageResponse } from '../host/page.ts';
import { API_PREFIX, openApi, type Api } from './api.ts';
import { type Refusal, refuseForeign, refuseStranger } from './guard.ts';
import { Sockets } from './sockets.ts';

/** Nothing that the API takes is longer. */
const MOST_BODY_BYTES = 4 * 1_048_576;

/** How many ports after a taken one are tried. */
const PORTS_TRIED = 50;

export interface ServeOptions {
  host: EngineHost;
  /** 0: any free port. Where it is taken, the next free one is used. */
  port: number;
  rendererFolder: string;
  version: string;
}

export interface RunningServer {
  url: string;
  port: number;
  close(): Promise<void>;
}

function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}

function refuse(response: ServerResponse, { status, code, message, advice }: Refusal): void {
  if (status === 401) response.setHeader('www-authenticate', 'Bearer');
  answerJson(response, status, { defined: false, code, status, message, data: { advice } });
}

function notFound(response: ServerResponse, path: string): void {
  const data = { advice: `${API_PREFIX}/openapi.json lists what there is.` };
  answerJson(response, 404, { defined: false, code: 'NOT_FOUND', status: 404, message: `There is nothing at ${path}.`, data });
}

class Site {
  readonly #options: ServeOptions;
  readonly #api: Api;
  /** Set once the server listens. */
  port = 0;

  constructor(options: ServeOptions) {
    this.#options = options;
    this.#api = openApi(options.host.connect({ sessionId: 'http', kind: 'api' }), options.host.direct);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = URL.canParse(request.url ?? '', 'http://localhost') ? new URL(request.url ?? '', 'http://localhost').pathname : '/';
    const isCall = path === API_PREFIX || path.startsWith(`${API_PREFIX}/`);
    const refused =
      refuseForeign(request.headers, this.port) ?? (isCall ? refuseStranger(request.headers, this.#options.host.token) : null);
    if (refused !== null) refuse(response, refused);
    else if (isCall) await this.#answerCall(request, response, path);
    else await this.#answerPage(request, response, path);
  }

  async #answerPage(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      answerJson(response, 405, { code: 'METHOD_NOT_ALLOWED', status: 405, message: 'Pages can only be read.' });
      return;
    }
    const page = await pageResponse(path, this.#options.rendererFolder);
    response.writeHead(page.status, page.headers);
    response.end(request.method === 'HEAD' ? undefined : page.body);
  }

  async #answerCall(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    response.setHeader('cache-control', 'no-store');
    if (Number(request.headers['content-length'] ?? 0) > MOST_BODY_BYTES) {
      response.setHeader('connection', 'close');
      answerJson(response, 413, {
        code: 'TOO_LARGE',
        status: 413,
        message: `A request may be at most ${MOST_BODY_BYTES / 1_048_576} MiB.`,
      });
    } else if (path === `${API_PREFIX}/openapi.json` && request.method === 'GET') {
      answerJson(response, 200, await this.#api.describe(this.#options.version));
    } else if (!(await this.#api.handle(request, response))) notFound(response, path);
  }
}

function listenOn(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

async function listenNear(server: Server, port: number): Promise<number> {
  for (let next = port; ; next += 1) {
    try {
      return await listenOn(server, next);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const isTaken = code === 'EADDRINUSE' || code === 'EACCES';
      if (!isTaken || next >= Math.min(65_535, port + PORTS_TRIED))
        throw new Error(`No port could be opened from ${port} on: ${message}. Choose another with --port.`, { cause: error });
    }
  }
}

/** Serves the app on this computer's loopback. Rejects in words when no port can be opened. */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const site = new Site(options);
  const sockets = new Sockets(options.host);
  const server = createServer({ requestTimeout: 60_000 }, (request, response) => {
    site.handle(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else
        answerJson(response, 500, {
          code: 'INTERNAL_SERVER_ERROR',
          status: 500,
          message: `Freshet failed: ${error instanceof Error ? error.message : String(error)}`,
        });
    });
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const refused = refuseForeign(request.headers, site.port);
    if (refused === null && request.url === '/ws') return sockets.accept(request, socket, head);
    socket.end(`HTTP/1.1 ${refused?.status ?? 404} Refused\r\nconnection: close\r\n\r\n`);
  });
  site.port = await listenNear(server, options.port);
  return {
    url: `http://127.0.0.1:${site.port}`,
    port: site.port,
    close: () =>
      new Promise((resolve) => {
        sockets.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
