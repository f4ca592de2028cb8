import { WebSocket } from 'ws';
import { publicLookup } from '../public-lookup.ts';
import { statusFailure, UpstreamError, upstreamError } from '../upstream-error.ts';
import { MOST_MESSAGE_BYTES, type PushConnection, type PushEvents, type TransportOptions } from './connection.ts';
import { closedByServer, Line, messageTooLarge } from './line.ts';
import { USER_AGENT } from '../user-agent.ts';
import type { PushSettings } from '../../../src-preload/contract/index.ts';

type WebSocketSettings = Extract<PushSettings, { kind: 'websocket' }>;

/** The status code of a close frame for a message that is too large (RFC 6455, 7.4.1). */
const TOO_LARGE = 1009;

function refusal(status: number, host: string): UpstreamError {
  if (status >= 300 && status < 400) {
    return upstreamError(
      'redirects',
      `${host} redirects (${status}), which a WebSocket does not follow.`,
      'Use the address that the provider documents for WebSockets.',
    );
  }
  const failure = statusFailure(status, host, '');
  if (failure !== null) return new UpstreamError(failure);
  return upstreamError(
    'client-error',
    `${host} answered as to an ordinary request (${status}) and did not open a WebSocket.`,
    'Check the path of the URL.',
  );
}

const isTooLarge = (error: Error) => 'code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';

/**
 * Opens a WebSocket, sends the subscription, and pings twice in every heartbeat, so that a healthy connection without
 * news is not silent. A WebSocket has no way to resume.
 */
export function connectWebSocket(settings: WebSocketSettings, options: TransportOptions, events: PushEvents): PushConnection {
  const host = new URL(settings.url).host;
  const line = new Line({ host, events, redact: options.redact });
  let socket: WebSocket;
  try {
    socket = new WebSocket(settings.url, {
      headers: { 'user-agent': USER_AGENT, ...settings.headers },
      maxPayload: MOST_MESSAGE_BYTES,
      followRedirects: false,
      ...(options.publicOnly ? { lookup: publicLookup } : {}),
    });
  } catch (error) {
    // Reported later, as all else: nobody expects the end before the beginning.
    queueMicrotask(() => line.fail(error));
    return { close: () => line.close() };
  }

  let cancelPing: () => void = () => undefined;
  const pingLater = () => {
    cancelPing = options.clock.after((settings.heartbeatSeconds * 1000) / 2, () => {
      if (socket.readyState === WebSocket.OPEN) socket.ping();
      pingLater();
    });
  };
  line.signal.addEventListener('abort', () => cancelPing(), { once: true });

  let unread = 0;
  const read = async (text: string) => {
    unread += 1;
    if (unread === 1) socket.pause();
    await line.message({ text, resume: null });
    unread -= 1;
    if (unread === 0 && socket.readyState === WebSocket.OPEN) socket.resume();
  };

  socket.on('open', () => {
    if (line.ended) return;
    if (settings.subscribe !== undefined) socket.send(settings.subscribe);
    pingLater();
    line.open();
  });
  socket.on('ping', () => line.alive());
  socket.on('pong', () => line.alive());
  socket.on('message', (data: Buffer) => void read(data.toString('utf8')));
  socket.on('unexpected-response', (_request, response) => {
    response.resume();
    line.fail(refusal(response.statusCode ?? 0, host), response.headers['retry-after'] ?? null);
    socket.terminate();
  });
  socket.on('error', (error) => line.fail(isTooLarge(error) ? messageTooLarge(host) : error));
  socket.on('close', (code, reason) => {
    if (code === TOO_LARGE) line.fail(messageTooLarge(host));
    // 1005: without a code; 1006: without a close frame.
    else line.fail(closedByServer(host, code === 1005 || code === 1006 ? '' : `${code} ${reason.toString('utf8')}`.trim()));
  });

  return {
    close: () => {
      line.close();
      if (socket.readyState === WebSocket.OPEN) socket.close(1000);
      // The answer is not waited for: a half-open connection gives none.
      socket.terminate();
    },
  };
}
