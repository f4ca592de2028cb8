import type { FromQueryProcess, ToQueryProcess } from './query-messages.ts';

/** How a query process speaks with the app. */
export interface Channel {
  post(message: FromQueryProcess): void;
  onMessage(listener: (message: ToQueryProcess) => void): void;
}

/** What Electron gives a process that its `utilityProcess.fork` started; typed here, as the store knows no Electron. */
interface UtilityPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
}

/** The channel of a process that Node or Electron forked; `null` for one that was started by hand. */
export function channelOf(own: Pick<NodeJS.Process, 'on' | 'exit' | 'send'> & { parentPort?: UtilityPort }): Channel | null {
  const { parentPort } = own;
  if (parentPort !== undefined)
    return {
      post: (message) => parentPort.postMessage(message),
      onMessage: (listener) => void parentPort.on('message', ({ data }) => listener(data as ToQueryProcess)),
    };
  if (own.send === undefined) return null;
  // Whoever asked is gone.
  own.on('disconnect', () => own.exit(0));
  return {
    post: (message) => void own.send?.(message),
    onMessage: (listener) => void own.on('message', (message) => listener(message as ToQueryProcess)),
  };
}
