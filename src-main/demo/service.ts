import type { IncomingHttpHeaders } from 'node:http';
import type { DemoServiceId } from '../../src-preload/contract/index.ts';

/** A request to one of the services. */
export interface DemoCall {
  method: string;
  /** Below the prefix of the service, such as /v4/sports. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
  /** When it came, milliseconds since the epoch. */
  now: number;
  /** Where the service is reached, with its prefix. */
  baseUrl: string;
}

/** What a service answers. A body that is no text is sent as JSON. */
export interface DemoAnswer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
  /** Send an ETag made of the body, and 304 to whoever has it. */
  etag?: 'weak' | 'strong';
  /** How long the answer was in the making, milliseconds, where that is not as usual for the service. */
  madeInMs?: number;
}

/** Events that a service pushes over one connection. */
export interface DemoStream {
  /** What has become due until `now`, each a text: a whole event of `text/event-stream`, or a message of a WebSocket. */
  next(now: number): string[];
  /** When the service ends the connection, milliseconds since the epoch; `Infinity` for never. */
  endsAt: number;
  /** The code and reason with which a WebSocket is then closed. */
  closing?: { code: number; reason: string };
}

/** A refusal that the fault dial asks for. */
export type DemoRefusal = 'rate-limited' | 'unauthorized' | 'server-error';

/** One simulated service. It speaks the dialect of the real one below its prefix. */
export interface DemoService {
  readonly id: DemoServiceId;
  readonly prefix: string;
  /** Half of the answers take longer than this, milliseconds. */
  readonly medianLatencyMs: number;
  answer(call: DemoCall): DemoAnswer;
  /** The refusal in the words of the service. Of a 429, the server adds how long to wait. */
  refuse(refusal: DemoRefusal, call: DemoCall): DemoAnswer;
  /** Whether the call asks for an access token, which a fault of expired credentials spares. */
  isSignIn?(call: DemoCall): boolean;
  /** Begins server-sent events; an answer where the call is refused, `null` where it asks for something else. */
  openEvents?(call: DemoCall): DemoStream | DemoAnswer | null;
  /** Begins a WebSocket; an answer where the call is refused. */
  openSocket?(call: DemoCall): DemoStream | DemoAnswer;
}

/** An answer in JSON. */
export function jsonAnswer(body: unknown, status = 200, headers: Record<string, string> = {}): DemoAnswer {
  return { status, headers, body };
}

/** A whole number from a query, within bounds; `null` where it is none. */
export function wholeNumber(text: string | null, min: number, max: number): number | null {
  if (text === null || !/^-?\d{1,15}$/.test(text)) return null;
  const number = Number(text);
  return number >= min && number <= max ? number : null;
}

/** A moment as ISO 8601 without milliseconds, as most of the services write it. */
export function isoSeconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** The body of a request as fields, from JSON or a form; `null` where it is neither. */
export function fieldsOf(call: DemoCall): Record<string, unknown> | null {
  if (call.headers['content-type']?.includes('x-www-form-urlencoded') === true) return Object.fromEntries(new URLSearchParams(call.body));
  if (call.body === '') return {};
  try {
    const body: unknown = JSON.parse(call.body);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
