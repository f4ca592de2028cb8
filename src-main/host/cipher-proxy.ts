import type { MessagePort } from 'node:worker_threads';
import type { EngineWorkerData, FromEngine, ToEngine } from './messages.ts';
import type { SecretCipher } from './secret-file.ts';

/** The cipher of the main thread, as the engine's thread uses it: only the main thread reaches the key chain. */
export function cipherProxy(parent: MessagePort, offered: NonNullable<EngineWorkerData['cipher']>): SecretCipher {
  const waiting = new Map<number, { resolve: (result: Uint8Array | string) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  parent.on('message', (message: ToEngine) => {
    if (message.type !== 'sealed' && message.type !== 'seal-failed') return;
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.type === 'sealed') asked?.resolve(message.result);
    else asked?.reject(new Error(message.message));
  });
  const ask = (message: FromEngine & { type: 'seal' }) =>
    new Promise<Uint8Array | string>((resolve, reject) => {
      waiting.set(message.id, { resolve, reject });
      parent.postMessage(message);
    });
  return {
    ...offered,
    encrypt: async (plain) => (await ask({ type: 'seal', id: (lastId += 1), operation: 'encrypt', value: plain })) as Uint8Array,
    decrypt: async (sealed) => (await ask({ type: 'seal', id: (lastId += 1), operation: 'decrypt', value: sealed })) as string,
  };
}
