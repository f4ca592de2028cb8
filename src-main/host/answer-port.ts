import type { MessagePort } from 'node:worker_threads';
import type { experimental_RPCHandler as PeerHandler } from '@orpc/server/crossws';
import type { ClientInfo } from './messages.ts';

/**
 * Answers the calls that come through a port. A port that sends what is no call is closed: the library's own adapter for
 * ports leaves such a message as an unhandled rejection, with which one broken client would end the engine for all.
 * `handlerNow` gives who answers; after a restore that is another one.
 */
export function answerPort(handlerNow: () => Promise<PeerHandler<ClientInfo>>, port: MessagePort, client: ClientInfo): void {
  const asked = new Set<PeerHandler<ClientInfo>>();
  const answer = async (message: Parameters<PeerHandler<ClientInfo>['message']>[1]) => {
    const handler = await handlerNow();
    asked.add(handler);
    await handler.message(peer, message, { context: client });
  };
  const peer = { send: (message: unknown) => port.postMessage(message) };
  port.on('message', (data: unknown) => {
    const isText = typeof data === 'string';
    if (!isText && !(data instanceof Uint8Array)) {
      port.close();
      return;
    }
    answer({ rawData: data, uint8Array: () => (isText ? new Uint8Array() : data) }).catch(() => port.close());
  });
  port.on('close', () => {
    for (const handler of asked) handler.close(peer);
  });
}
