import { RPCLink } from '@orpc/client/websocket';
import { clientOver } from './client.ts';
import { readToken } from './token.ts';
import { SignInNeeded } from './wire.ts';
import type { Wire } from './wire.ts';

const CLOSE_UNAUTHORIZED = 4401;

function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(), { once: true });
    socket.addEventListener(
      'close',
      (event) => reject(event.code === CLOSE_UNAUTHORIZED ? new SignInNeeded(true) : new Error('The server did not answer.')),
      { once: true },
    );
  });
}

/** A browser does not tell a page why a handshake failed, so the same token is tried over HTTP. */
async function isTokenRefused(token: string): Promise<boolean> {
  const answer = await fetch('/api/v1/health', { headers: { authorization: `Bearer ${token}` } }).catch(() => null);
  return answer?.status === 401;
}

/** Opens the WebSocket to the server that this page came from. */
export async function openServedWire(): Promise<Wire> {
  const token = readToken();
  if (token === null || token === '') throw new SignInNeeded(false);
  // A subprotocol may hold these characters only; anything else was not printed by Freshet.
  if (!/^[A-Za-z0-9._~-]+$/.test(token)) throw new SignInNeeded(true);
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new WebSocket(`${scheme}://${location.host}/ws`, ['freshet.v1', `token.${token}`]);
  const closed = new Promise<'lost' | 'sign-in'>((resolve) =>
    socket.addEventListener('close', (event) => resolve(event.code === CLOSE_UNAUTHORIZED ? 'sign-in' : 'lost'), { once: true }),
  );
  const client = clientOver(new RPCLink({ websocket: socket }));
  try {
    await opened(socket);
  } catch (error) {
    if (!(error instanceof SignInNeeded) && (await isTokenRefused(token))) throw new SignInNeeded(true);
    throw error;
  }
  return { client, closed, close: () => socket.close() };
}
