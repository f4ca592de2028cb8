import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { DemoServiceId } from '../../src-preload/contract/index.ts';
import type { Fate } from './faults.ts';
import type { DemoStream } from './service.ts';

/** What has become due is sent this often, milliseconds. */
const TICK_MS = 1_000;

/** Runs something after a length of time; gives what calls it off. */
export type After = (delayMs: number, run: () => void) => () => void;

interface Open {
  service: DemoServiceId;
  break: () => void;
}

/** The connections over which the services push. */
export class Streams {
  readonly #now: () => number;
  readonly #after: After;
  readonly #webSockets = new WebSocketServer({ noServer: true, maxPayload: 65_536 });
  readonly #open = new Set<Open>();

  constructor(now: () => number, after: After) {
    this.#now = now;
    this.#after = after;
  }

  /** Breaks off the connections of one service, or of all, as a dead line does. */
  breakOff(service?: DemoServiceId): void {
    for (const each of [...this.#open]) if (service === undefined || each.service === service) each.break();
  }

  /** Sends server-sent events for as long as somebody listens. */
  sendEvents(service: DemoServiceId, response: ServerResponse, stream: DemoStream, fate: Fate['kind']): void {
    response.writeHead(200, {
      date: new Date(this.#now()).toUTCString(),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    });
    response.flushHeaders();
    this.#run(service, stream, {
      send: (texts) => {
        if (fate === 'drop' && texts[0] !== undefined) {
          response.write(texts[0].slice(0, texts[0].length / 2), () => response.destroy());
          return;
        }
        // Proxies close a connection that is silent.
        if (texts.length === 0) response.write(': nothing new\n\n');
        for (const text of texts) response.write(fate === 'cut' ? `${text.slice(0, text.length / 2)}\n\n` : text);
      },
      end: () => response.end(),
      destroy: () => response.destroy(),
      onClose: (run) => response.on('close', run),
    });
  }

  /** Opens a WebSocket and sends messages over it for as long as somebody listens. */
  openSocket(service: DemoServiceId, request: IncomingMessage, socket: Duplex, head: Buffer, stream: DemoStream, fate: Fate['kind']): void {
    this.#webSockets.handleUpgrade(request, socket, head, (client) => {
      client.on('error', () => undefined);
      this.#run(service, stream, {
        send: (texts) => {
          if (fate === 'drop' && texts.length > 0) client.terminate();
          else for (const text of texts) client.send(fate === 'cut' ? text.slice(0, text.length / 2) : text);
        },
        end: () => client.close(stream.closing?.code ?? 1001, stream.closing?.reason),
        destroy: () => client.terminate(),
        onClose: (run) => client.on('close', run),
      });
    });
  }

  #run(
    service: DemoServiceId,
    stream: DemoStream,
    line: { send: (texts: string[]) => void; end: () => void; destroy: () => void; onClose: (run: () => void) => void },
  ): void {
    const open: Open = { service, break: line.destroy };
    this.#open.add(open);
    let cancel: () => void = () => undefined;
    line.onClose(() => {
      cancel();
      this.#open.delete(open);
    });
    const tick = () => {
      const now = this.#now();
      line.send(stream.next(now));
      if (now >= stream.endsAt) line.end();
      else cancel = this.#after(TICK_MS, tick);
    };
    tick();
  }
}
