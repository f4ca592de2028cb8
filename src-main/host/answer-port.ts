import type { MessagePort } from 'node:worker_threads';
import type { experimental_RPCHandler as PeerHandler } from '@orpc/server/crossws';
import type { ClientInfo } from './messages.ts';

/**
 * Answers the calls that come through a port. A port that sends what is no call is closed: the library's own adapter for
 * ports leaves such a message as an unhandled rejection, with which one broken client would end the engine for all.
 */
export function answerPort(handler: PeerHandler<ClientInfo>, port: MessagePort, client: ClientInfo): void {
  const peer = { send: (message: unknown) => port.postMessage(message) };
  port.on('message', (data: unknown) => {
    const isText = typeof data === 'string';
    if (!isText && !(data instanceof Uint8Array)) {
      port.close();
      return;
    }
    handler
      .message(peer, { rawData: data, uint8Array: () => (isText ? new Uint8Array() : data) }, { context: client })
      .catch(() => port.close());
  });
  port.on('close', () => handler.close(peer));
}
