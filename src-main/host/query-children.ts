import type { MessagePort, Worker } from 'node:worker_threads';
import type { QueryChild } from '../views/query-pool.ts';
import type { FromEngine, ToEngine } from './messages.ts';

/** Starts a process that runs queries. Only the main thread can do so in every form of the app. */
export type StartQueryChild = () => QueryChild;

/** The main thread's side: starts processes for the engine's thread and passes messages on, both ways, unread. */
export function serveQueryChildren(thread: Worker, start: StartQueryChild, post: (message: ToEngine) => void): void {
  const children = new Map<number, QueryChild>();
  thread.on('message', (message: FromEngine) => {
    if (message.type === 'query-start') startOne(message.child);
    else if (message.type === 'query-ask') children.get(message.child)?.post(message.message);
    else if (message.type === 'query-kill') children.get(message.child)?.kill();
  });
  // Nobody is left to ask them.
  thread.on('exit', () => {
    for (const child of children.values()) child.kill();
  });
  const startOne = (number: number) => {
    try {
      const child = start();
      children.set(number, child);
      child.onMessage((message) => post({ type: 'query-said', child: number, message }));
      child.onExit((why) => {
        children.delete(number);
        post({ type: 'query-ended', child: number, why });
      });
    } catch (error) {
      post({ type: 'query-ended', child: number, why: error instanceof Error ? error.message : String(error) });
    }
  };
}

/** The engine's side: gives what starts a process through the main thread. */
export function queryChildren(parent: MessagePort): StartQueryChild {
  type Listeners = { message: Parameters<QueryChild['onMessage']>[0]; exit: Parameters<QueryChild['onExit']>[0] };
  const children = new Map<number, Listeners>();
  let last = 0;
  const say = (message: FromEngine) => parent.postMessage(message);
  parent.on('message', (message: ToEngine) => {
    if (message.type === 'query-said') children.get(message.child)?.message(message.message);
    if (message.type !== 'query-ended') return;
    const ended = children.get(message.child);
    children.delete(message.child);
    ended?.exit(message.why);
  });
  return () => {
    const child = (last += 1);
    const listeners: Listeners = { message: () => undefined, exit: () => undefined };
    children.set(child, listeners);
    say({ type: 'query-start', child });
    return {
      post: (message) => say({ type: 'query-ask', child, message }),
      kill: () => say({ type: 'query-kill', child }),
      onMessage: (listener) => {
        listeners.message = listener;
      },
      onExit: (listener) => {
        listeners.exit = listener;
      },
    };
  };
}
