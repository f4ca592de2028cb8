import type { MessagePort } from 'node:worker_threads';
import type { FromEngine, ToEngine } from './messages.ts';

/** The engine's say over who reads the database in the main thread. */
export interface ReadingLeave {
  give(database: string): void;
  /** Resolves when nobody there has the database open any more. */
  take(): Promise<void>;
}

/** Asks through the port to the main thread. */
export function readingLeave(parent: MessagePort): ReadingLeave {
  const say = (message: FromEngine) => parent.postMessage(message);
  return {
    give: (database) => say({ type: 'readable', database }),
    take: () =>
      new Promise((resolve) => {
        const listen = (message: ToEngine) => {
          if (message.type !== 'let-go') return;
          parent.off('message', listen);
          resolve();
        };
        parent.on('message', listen);
        say({ type: 'let-go' });
      }),
  };
}
