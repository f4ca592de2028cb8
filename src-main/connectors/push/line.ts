import { networkError, type UpstreamError, upstreamError } from '../upstream-error.ts';
import { MOST_MESSAGE_BYTES, type PushEvents, type PushMessage } from './connection.ts';

interface LineOptions {
  /** Host and port, for the words of failures. */
  host: string;
  events: PushEvents;
  redact: (text: string) => string;
}

const QUIET_DONE = Promise.resolve();

/** The reporting end of a connection: reports its opening and its end once, and nothing after that. */
export class Line {
  readonly host: string;
  readonly #events: PushEvents;
  readonly #redact: (text: string) => string;
  readonly #ending = new AbortController();
  #opened = false;
  /** How long the server wants to be left alone after the end, milliseconds. */
  retryMs: number | null = null;

  constructor({ host, events, redact }: LineOptions) {
    this.host = host;
    this.#events = events;
    this.#redact = redact;
  }

  /** Aborted as soon as the connection has ended, from either side. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  get ended(): boolean {
    return this.#ending.signal.aborted;
  }

  open(): void {
    if (this.ended || this.#opened) return;
    this.#opened = true;
    this.#events.onOpen();
  }

  alive(): void {
    if (!this.ended) this.#events.onAlive();
  }

  message(message: PushMessage): Promise<void> {
    return this.ended ? QUIET_DONE : this.#events.onMessage(message);
  }

  /** Ends without a report. */
  close(): void {
    this.#ending.abort();
  }

  /** Ends with the report of what was thrown; secrets are struck out of its words. */
  fail(error: unknown, retryAfter: string | null = null): void {
    if (this.ended) return;
    this.#ending.abort();
    const { failure } = networkError(error, this.host);
    this.#events.onEnd({
      failure: { ...failure, message: this.#redact(failure.message), advice: this.#redact(failure.advice) },
      retryAfter,
      retryMs: this.retryMs,
    });
  }
}

/** The end of a connection that the server closed in an orderly way. */
export function closedByServer(host: string, said = ''): UpstreamError {
  return upstreamError('reset', `${host} closed the connection${said === '' ? '' : ` (${said})`}.`, 'Freshet connects again by itself.');
}

/** The end of a connection over a message beyond the limit. */
export function messageTooLarge(host: string): UpstreamError {
  return upstreamError(
    'too-large',
    `${host} sent a message larger than ${MOST_MESSAGE_BYTES / 1_048_576} MiB.`,
    'Subscribe to less, or ask the provider for smaller messages; a refresh brings what the message held.',
  );
}
