import { HEARTBEAT_EVERY_MS } from '../../src-preload/contract/index.ts';
import type { FreshetClient } from './client.ts';
import { isMetered, watchNetwork } from './metered.ts';

/** A connection that does not answer a beat for this long is dead, even if nothing has told the browser so. */
const ANSWER_WAIT_MS = 15_000;

interface HeartbeatOptions {
  onSession: (sessionId: string) => void;
  onSilence: () => void;
}

/**
 * Tells the engine whether somebody looks at this page: at once, with every change, and every minute while somebody does.
 * Returns a function that stops it.
 */
export function startHeartbeat(client: FreshetClient, options: HeartbeatOptions): () => void {
  const stopped = new AbortController();
  const { signal } = stopped;
  const beat = () => {
    if (signal.aborted) return;
    const silence = setTimeout(options.onSilence, ANSWER_WAIT_MS);
    const facts = { focused: document.hasFocus(), visible: document.visibilityState === 'visible', metered: isMetered() };
    client.activity
      .beat(facts)
      .then((answer) => options.onSession(answer.sessionId))
      // A beat that fails says nothing new: the closed connection is reported by the wire itself.
      .catch(() => undefined)
      .finally(() => clearTimeout(silence));
  };
  window.addEventListener('focus', beat, { signal });
  window.addEventListener('blur', beat, { signal });
  document.addEventListener('visibilitychange', beat, { signal });
  watchNetwork(beat, signal);
  const timer = setInterval(() => {
    if (document.hasFocus() && document.visibilityState === 'visible') beat();
  }, HEARTBEAT_EVERY_MS);
  beat();
  return () => {
    stopped.abort();
    clearInterval(timer);
  };
}
