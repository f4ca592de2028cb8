import { RPCLink } from '@orpc/client/message-port';
import { clientOver } from './client.ts';
import type { Wire } from './wire.ts';

declare global {
  interface Window {
    /** Put there by the preload script; its presence tells the desktop form from the served one. */
    freshetDesktop?: { connect(): void };
  }
}

const PORT_WAIT_MS = 5_000;

function askForPort(): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      window.removeEventListener('message', onMessage);
      clearTimeout(timer);
    };
    const onMessage = (event: MessageEvent<unknown>) => {
      const port = event.ports[0];
      if (event.data !== 'freshet:port' || event.source !== window || port === undefined) return;
      settle();
      resolve(port);
    };
    const timer = setTimeout(() => {
      settle();
      reject(new Error('The main process did not answer.'));
    }, PORT_WAIT_MS);
    window.addEventListener('message', onMessage);
    window.freshetDesktop?.connect();
  });
}

/** Opens the message port to the main process. */
export async function openDesktopWire(): Promise<Wire> {
  const port = await askForPort();
  const closed = new Promise<'lost'>((resolve) => port.addEventListener('close', () => resolve('lost'), { once: true }));
  const client = clientOver(new RPCLink({ port }));
  port.start();
  return { client, closed, close: () => port.close() };
}
