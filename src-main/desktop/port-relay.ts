import type { MessagePort } from 'node:worker_threads';
import type { MessagePortMain } from 'electron';

/** A page's port joined to the engine's. */
export interface PortRelay {
  /** Closes both ports. May be called more than once. */
  close(): void;
}

/**
 * Passes messages between a page and the engine unchanged, both ways. Electron's ports and Node's cannot be sent to each
 * other's threads, so somebody has to stand between them. Closing either port closes the other, which ends the session.
 */
export function relayPorts(page: MessagePortMain, engine: MessagePort): PortRelay {
  let open = true;
  const close = () => {
    if (!open) return;
    open = false;
    page.close();
    engine.close();
  };
  page.on('message', (event) => {
    if (open) engine.postMessage(event.data);
  });
  engine.on('message', (data) => {
    if (open) page.postMessage(data);
  });
  page.on('close', close);
  engine.on('close', close);
  page.start();
  return { close };
}
