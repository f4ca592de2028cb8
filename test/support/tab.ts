import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type { Contract } from '../../src-preload/contract/index.ts';
import type { App } from './app.ts';

export const socketUrl = (app: App) => `${app.url.replace('http', 'ws')}/ws`;

/** A browser tab, as far as the server can see one. */
export async function openTab(app: App) {
  const socket = new WebSocket(socketUrl(app), ['freshet.v1', `token.${app.token}`], { origin: app.url });
  const client = createORPCClient<ContractRouterClient<Contract>>(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return { socket, client };
}
