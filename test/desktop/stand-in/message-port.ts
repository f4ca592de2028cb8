import { EventEmitter } from 'node:events';

type Message = { data: unknown };

/** Where a port's messages go that does not live in the main process any more. */
export interface FarEnd {
  post(data: unknown): void;
  close(): void;
}

/** One end of a message channel in the main process. Keeps messages until it is started, as Electron's does. */
export class StandInPort extends EventEmitter implements Pick<Electron.MessagePortMain, 'postMessage' | 'start' | 'close'> {
  #other: StandInPort | FarEnd | null = null;
  #waiting: Message[] = [];
  #started = false;
  #closed = false;

  entangle(other: StandInPort): void {
    this.#other = other;
  }

  postMessage(message: unknown): void {
    if (this.#closed) return;
    // A message is what it was when it was sent, and values that cannot be sent are refused.
    const data: unknown = structuredClone(message);
    if (this.#other instanceof StandInPort) this.#other.receive(data);
    else this.#other?.post(data);
  }

  receive(data: unknown): void {
    if (this.#closed) return;
    this.#waiting.push({ data });
    if (this.#started) this.#flushSoon();
  }

  start(): void {
    this.#started = true;
    this.#flushSoon();
  }

  close(): void {
    if (this.#closed) return;
    const other = this.#other;
    this.closeHere();
    if (other instanceof StandInPort) other.closeHere();
    else other?.close();
  }

  /** What the other end does when it closes. */
  closeHere(): void {
    if (this.#closed) return;
    this.#closed = true;
    setImmediate(() => this.emit('close'));
  }

  /** Moves this end into a page. Returns the end that stays here, for what comes from the page. */
  moveTo(far: FarEnd): StandInPort {
    const stays = this.#other;
    if (!(stays instanceof StandInPort)) throw new Error('This port has been transferred already.');
    stays.#other = far;
    this.#closed = true;
    for (const { data } of this.#waiting) far.post(data);
    return stays;
  }

  #flushSoon(): void {
    setImmediate(() => {
      for (const { data } of this.#waiting.splice(0)) this.emit('message', { data, ports: [] } satisfies Electron.MessageEvent);
    });
  }
}

/** A pair of ports, each the way to the other. */
export class MessageChannelMain {
  readonly port1 = new StandInPort();
  readonly port2 = new StandInPort();

  constructor() {
    this.port1.entangle(this.port2);
    this.port2.entangle(this.port1);
  }
}
