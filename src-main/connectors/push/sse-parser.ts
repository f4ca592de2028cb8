import { Buffer } from 'node:buffer';

export interface SseEvent {
  data: string;
  /** The id that asks the server to go on after this event; `null` while it has given none. */
  lastEventId: string | null;
}

/** What a piece of a stream brought. */
export interface SseRead {
  events: SseEvent[];
  /** The reconnection time of the last `retry` line, milliseconds. */
  retryMs: number | null;
  /** An event went beyond the limit; the parser must not be used any further. */
  tooLarge: boolean;
}

/**
 * Reads a stream of server-sent events (WHATWG HTML, 9.2.6) piece by piece. Comments bring nothing; the type of an
 * event is not looked at.
 */
export class SseParser {
  readonly #maxBytes: number;
  readonly #decoder = new TextDecoder();
  #line = '';
  #lineBytes = 0;
  #data: string[] = [];
  #dataBytes = 0;
  #lastEventId: string | null;
  /** A carriage return ended the last piece; a line feed that follows belongs to it. */
  #afterReturn = false;

  /** `maxBytes`: of the data of one event. */
  constructor(maxBytes: number, lastEventId: string | null) {
    this.#maxBytes = maxBytes;
    this.#lastEventId = lastEventId;
  }

  read(chunk: Uint8Array): SseRead {
    const result: SseRead = { events: [], retryMs: null, tooLarge: false };
    let text = this.#decoder.decode(chunk, { stream: true });
    if (text === '') return result;
    if (this.#afterReturn && text.startsWith('\n')) text = text.slice(1);
    this.#afterReturn = text.endsWith('\r');
    const lines = text.split(/\r\n|\n|\r/);
    const rest = lines.pop() ?? '';
    for (const line of lines) {
      this.#append(line);
      if (this.#isTooLarge()) return { ...result, tooLarge: true };
      this.#take(this.#line, result);
      this.#line = '';
      this.#lineBytes = 0;
    }
    this.#append(rest);
    return { ...result, tooLarge: this.#isTooLarge() };
  }

  #append(text: string): void {
    this.#line += text;
    this.#lineBytes += Buffer.byteLength(text);
  }

  #isTooLarge(): boolean {
    // The name of the field and its colon are not data.
    return this.#dataBytes + Math.max(0, this.#lineBytes - 'data: '.length) > this.#maxBytes;
  }

  #take(line: string, result: SseRead): void {
    if (line === '') {
      if (this.#data.length > 0) result.events.push({ data: this.#data.join('\n'), lastEventId: this.#lastEventId });
      this.#data = [];
      this.#dataBytes = 0;
      return;
    }
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (name === 'data') {
      // A line break joins it to the line before.
      this.#dataBytes += Buffer.byteLength(value) + Math.min(1, this.#data.length);
      this.#data.push(value);
    } else if (name === 'id' && !value.includes('\0')) {
      this.#lastEventId = value === '' ? null : value;
    } else if (name === 'retry' && /^\d+$/.test(value)) {
      result.retryMs = Number(value);
    }
  }
}
