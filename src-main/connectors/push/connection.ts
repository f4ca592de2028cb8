import type { Failure } from '../../../src-preload/contract/index.ts';
import type { Fetch } from '../http.ts';

/** A larger message ends its connection, bytes. */
export const MOST_MESSAGE_BYTES = 4 * 1_048_576;

/** What a transport needs of the engine's clock. */
export interface PushClock {
  /** Runs `run` once after `delayMs` milliseconds; the result cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

export interface PushMessage {
  text: string;
  /** What asks the server to go on after this message (an event id, a cursor); `null` where it gave none. */
  resume: string | null;
}

/** How a connection ended. */
export interface PushEnd {
  /** Never holds a secret. */
  failure: Failure;
  /** The Retry-After header of a refusal, as it came. */
  retryAfter: string | null;
  /** How long the server wants to be left alone before a reconnect, milliseconds, where it said so in the stream. */
  retryMs: number | null;
}

/** What a connection reports. Nothing is reported after `onEnd`, nor after `close()`. */
export interface PushEvents {
  /** The server has accepted the connection. Once at most, before any message. */
  onOpen(): void;
  /** The server is there, though it had no message: a ping, a comment, an empty answer. */
  onAlive(): void;
  /** A message. The transport reads no further until the promise is fulfilled. Must not throw. */
  onMessage(message: PushMessage): Promise<void>;
  /** The connection could not be made, or is lost. */
  onEnd(end: PushEnd): void;
}

export interface PushConnection {
  /** Ends the connection at once. */
  close(): void;
}

/** Makes one connection, from where `resume` says. Never throws; what goes wrong is reported by `onEnd`. */
export type Connect = (resume: string | null, events: PushEvents) => PushConnection;

/** What the transports share. */
export interface TransportOptions {
  clock: PushClock;
  /** Every HTTP call of SSE and long polling goes through this, so that it can be counted or refused. */
  fetch: Fetch;
  /** Whether an address that is not public is refused. What goes through `fetch` is checked there. */
  publicOnly: boolean;
  /** Strikes secrets out of a text. */
  redact: (text: string) => string;
}
