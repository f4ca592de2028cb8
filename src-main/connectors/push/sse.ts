import { statusFailure, UpstreamError, upstreamError } from '../upstream-error.ts';
import { MOST_MESSAGE_BYTES, type PushConnection, type PushEvents, type TransportOptions } from './connection.ts';
import { closedByServer, Line, messageTooLarge } from './line.ts';
import { openStream } from './open-stream.ts';
import type { PushSettings } from '../../../src-preload/contract/index.ts';
import { USER_AGENT } from '../user-agent.ts';
import { SseParser } from './sse-parser.ts';

type SseSettings = Extract<PushSettings, { kind: 'sse' }>;

const lowered = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

async function refuse(line: Line, response: Response): Promise<boolean> {
  const failure = statusFailure(response.status, line.host, '');
  const type = response.headers.get('content-type') ?? '';
  if (failure === null && /^text\/event-stream\b/i.test(type)) return false;
  await response.body?.cancel();
  const error =
    failure === null
      ? upstreamError(
          'client-error',
          `${line.host} answered (${response.status}) with ${type === '' ? 'no content type' : type}, not with a stream of events.`,
          'Check that the URL is the one of the event stream.',
        )
      : new UpstreamError(failure);
  line.fail(error, response.headers.get('retry-after'));
  return true;
}

async function receive(settings: SseSettings, options: TransportOptions, resume: string | null, line: Line): Promise<void> {
  const plainHeaders = {
    accept: 'text/event-stream',
    'user-agent': USER_AGENT,
    // A header is bytes; an id is text and goes out as UTF-8.
    ...(resume === null ? {} : { 'last-event-id': Buffer.from(resume, 'utf8').toString('latin1') }),
  };
  const request = { url: settings.url, headers: lowered(settings.headers), plainHeaders };
  const response = await openStream(options.fetch, request, line.signal);
  if (await refuse(line, response)) return;
  line.open();
  const parser = new SseParser(MOST_MESSAGE_BYTES, resume);
  for await (const chunk of response.body ?? []) {
    line.alive();
    const { events, retryMs, tooLarge } = parser.read(chunk);
    line.retryMs = retryMs ?? line.retryMs;
    for (const event of events) await line.message({ text: event.data, resume: event.lastEventId });
    if (tooLarge) throw messageTooLarge(line.host);
  }
  throw closedByServer(line.host);
}

/** Receives server-sent events. `resume` is the Last-Event-ID. Every byte, also of a comment, is a sign of life. */
export function connectSse(settings: SseSettings, options: TransportOptions, resume: string | null, events: PushEvents): PushConnection {
  const line = new Line({ host: new URL(settings.url).host, events, redact: options.redact });
  receive(settings, options, resume, line).catch((error: unknown) => line.fail(error));
  return { close: () => line.close() };
}
