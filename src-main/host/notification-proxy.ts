import type { MessagePort } from 'node:worker_threads';
import type { FromEngine, ToEngine } from './messages.ts';
import type { Notify } from './open-alerts.ts';

/** The notifications of the main thread, as the engine's thread uses them: only the main thread reaches the desktop. */
export function notificationProxy(parent: MessagePort): Notify {
  const waiting = new Map<number, (shown: boolean) => void>();
  let lastId = 0;
  parent.on('message', (message: ToEngine) => {
    if (message.type !== 'notified') return;
    waiting.get(message.id)?.(message.shown);
    waiting.delete(message.id);
  });
  return (notification) =>
    new Promise((resolve) => {
      const id = (lastId += 1);
      waiting.set(id, resolve);
      parent.postMessage({ type: 'notify', id, notification } satisfies FromEngine);
    });
}
