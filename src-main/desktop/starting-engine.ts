import type { EngineHost } from '../host/engine-host.ts';

/**
 * Passes on, in order, what is said to an engine that may still be starting. What is said to one that never starts is lost
 * with it.
 */
export function tellWhenStarted(host: Promise<EngineHost>): Pick<EngineHost, 'windowChanged' | 'systemChanged'> {
  const tell = (say: (engine: EngineHost) => void) => {
    host.then(say).catch(() => {});
  };
  return {
    windowChanged: (sessionId, state) => tell((engine) => engine.windowChanged(sessionId, state)),
    systemChanged: (state) => tell((engine) => engine.systemChanged(state)),
  };
}
