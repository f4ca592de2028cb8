import { compileExpression, ExpressionError } from '../expression.ts';
import { callUpstream, type UpstreamRequest, type UpstreamResponse } from '../http.ts';
import { NotJsonError, parseJson } from '../json-text.ts';
import { statusFailure, UpstreamError } from '../upstream-error.ts';
import { MOST_MESSAGE_BYTES, type PushConnection, type PushEvents, type TransportOptions } from './connection.ts';
import { Line, messageTooLarge } from './line.ts';
import type { PushSettings } from '../../../src-preload/contract/index.ts';
import { USER_AGENT } from '../user-agent.ts';

type LongPollSettings = Extract<PushSettings, { kind: 'long-poll' }>;
type ReadCursor = (text: string, before: string | null) => Promise<string | null>;

/** `fetch` gives up on a connection that is not made after 10 s; a poll that is pending for longer is held by the server. */
const HELD_MS = 11_000;

/** After an answer that brought nothing new, polls begin at least this far apart. */
const PACE_MS = 1_000;

/** How servers, and proxies before them, say that a held poll has taken long enough. */
const TIMEOUTS = new Set([408, 504, 524]);

function requestOf(settings: LongPollSettings, cursor: string | null): UpstreamRequest {
  const url = new URL(settings.url);
  if (settings.cursorParam !== undefined && cursor !== null) url.searchParams.set(settings.cursorParam, cursor);
  const headers: Record<string, string> = { accept: 'application/json, */*;q=0.5', 'user-agent': USER_AGENT };
  for (const [name, value] of Object.entries(settings.headers)) headers[name.toLowerCase()] = value;
  const secretHeaders = ['authorization', 'cookie', ...Object.keys(settings.headers).map((name) => name.toLowerCase())];
  return { method: 'GET', url: url.href, headers, secretHeaders };
}

/** Reads the cursor out of an answer; where there is none, the one before holds. The reader of messages says what is wrong with an answer. */
function cursorReader(settings: LongPollSettings): ReadCursor {
  if (settings.cursor === undefined) return (_text, before) => Promise.resolve(before);
  const evaluate = compileExpression(settings.cursor);
  return async (text, before) => {
    try {
      const cursor = await evaluate(parseJson(text));
      return typeof cursor === 'string' || typeof cursor === 'number' ? String(cursor) : before;
    } catch (error) {
      if (error instanceof NotJsonError || error instanceof ExpressionError) return before;
      throw error;
    }
  };
}

/** Polls until the connection ends. */
class LongPoll {
  readonly #settings: LongPollSettings;
  readonly #options: TransportOptions;
  readonly #line: Line;
  #cursor: string | null;
  #lastText = '';

  constructor(settings: LongPollSettings, options: TransportOptions, resume: string | null, line: Line) {
    this.#settings = settings;
    this.#options = options;
    this.#line = line;
    this.#cursor = resume;
  }

  async run(): Promise<void> {
    const readCursor = cursorReader(this.#settings);
    while (!this.#line.ended) {
      const pace = this.#pace();
      const text = await this.#poll();
      if (text === null) return;
      this.#line.open();
      this.#line.alive();
      const isNew = text !== '' && (await this.#take(text, readCursor));
      if (isNew) pace.cancel();
      else await pace.passed;
    }
  }

  /** Begins the shortest time that a poll without news may take. */
  #pace(): { passed: Promise<void>; cancel: () => void } {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const cancel = this.#options.clock.after(PACE_MS, () => resolve(undefined));
    const end = () => {
      cancel();
      this.#line.signal.removeEventListener('abort', end);
      resolve(undefined);
    };
    this.#line.signal.addEventListener('abort', end, { once: true });
    return { passed: promise, cancel: end };
  }

  /** Hands an answer over. Says whether it brought something new, by its cursor or else by its text. */
  async #take(text: string, readCursor: ReadCursor): Promise<boolean> {
    const before = this.#cursor;
    this.#cursor = await readCursor(text, before);
    await this.#line.message({ text, resume: this.#cursor });
    const isNew = this.#settings.cursor === undefined ? text !== this.#lastText : this.#cursor !== before;
    this.#lastText = text;
    return isNew;
  }

  /** One poll. Gives the text of the answer, empty where the server had nothing; `null` when the connection has ended. */
  async #poll(): Promise<string | null> {
    let wasHeld = false;
    const cancelHeld = this.#options.clock.after(HELD_MS, () => {
      wasHeld = true;
      this.#line.open();
    });
    try {
      const request = requestOf(this.#settings, this.#cursor);
      const response = await callUpstream(this.#options.fetch, request, MOST_MESSAGE_BYTES, this.#line.signal);
      return this.#textOf(response, wasHeld);
    } catch (error) {
      const isTooLarge = error instanceof UpstreamError && error.failure.code === 'too-large';
      this.#line.fail(isTooLarge ? messageTooLarge(this.#line.host) : error);
      return null;
    } finally {
      cancelHeld();
    }
  }

  #textOf(response: UpstreamResponse, wasHeld: boolean): string | null {
    if (response.status === 304 || (wasHeld && TIMEOUTS.has(response.status))) return '';
    const failure = statusFailure(response.status, this.#line.host, '');
    if (failure === null) return response.body.toString('utf8').trim();
    this.#line.fail(new UpstreamError(failure), response.headers.get('retry-after'));
    return null;
  }
}

/**
 * Receives changes by long polling: each poll is answered when there is something, and followed by the next. `resume`
 * is the cursor.
 */
export function connectLongPoll(
  settings: LongPollSettings,
  options: TransportOptions,
  resume: string | null,
  events: PushEvents,
): PushConnection {
  const line = new Line({ host: new URL(settings.url).host, events, redact: options.redact });
  new LongPoll(settings, options, resume, line).run().catch((error: unknown) => line.fail(error));
  return { close: () => line.close() };
}
