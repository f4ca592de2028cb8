import type { MessagePort } from 'node:worker_threads';
import type { Engine } from '../engine/engine.ts';
import type { ClientInfo } from './messages.ts';

/** Opens and closes the sessions of windows and tabs as their ports come and go. */
export class Sessions {
  readonly #engine: Pick<Engine, 'openSession' | 'closeSession'>;
  /** A page that is loaded again has its new port before its old one is gone. */
  readonly #ports = new Map<string, number>();

  constructor(engine: Pick<Engine, 'openSession' | 'closeSession'>) {
    this.#engine = engine;
  }

  open({ sessionId, kind }: ClientInfo, port: MessagePort): void {
    if (kind === 'api') return;
    this.#ports.set(sessionId, (this.#ports.get(sessionId) ?? 0) + 1);
    this.#engine.openSession(sessionId, kind);
    port.once('close', () => {
      const left = (this.#ports.get(sessionId) ?? 1) - 1;
      this.#ports.set(sessionId, left);
      if (left > 0) return;
      this.#ports.delete(sessionId);
      this.#engine.closeSession(sessionId);
    });
  }
}
