import type { Connect, PushConnection } from '../connectors/push/connection.ts';
import { networkError } from '../connectors/upstream-error.ts';
import type { Core } from './core.ts';
import { ledgerFor } from './ledger.ts';
import { openSignIn, type SignIn } from './sign-in.ts';
import type { SourceEntry } from './source-entry.ts';

/**
 * Connects with the credentials as they are at that moment: an access token that ends soon is renewed first, and one that
 * the server refuses is renewed before the next try. `make` gets the secret and what strikes it out of texts.
 */
export function signedConnect(
  core: Core,
  entry: SourceEntry,
  make: (secret: string | null, redact: (text: string) => string) => Connect,
): Connect {
  return (resume, events) => {
    const { config } = entry;
    const stopping = new AbortController();
    const ledger = ledgerFor(core, entry, false, null);
    let connection: PushConnection | null = null;
    const renew = async (signIn: SignIn, secret: string | null) => {
      try {
        await signIn.renew(secret);
      } catch {
        // The next try meets the same and says it.
      } finally {
        ledger.flush();
      }
    };
    const connect = async () => {
      const signIn = await openSignIn(core, { id: entry.id, config }, { ledger, signal: stopping.signal });
      const secret = await signIn.secret();
      if (stopping.signal.aborted) return;
      connection = make(secret, signIn.redact)(resume, {
        ...events,
        onEnd: (end) => {
          if (end.failure.status !== 401) events.onEnd(end);
          else
            void renew(signIn, secret).then(() => {
              if (!stopping.signal.aborted) events.onEnd(end);
            });
        },
      });
    };
    connect()
      .catch((error: unknown) => {
        if (stopping.signal.aborted) return;
        const { failure } = networkError(error, new URL(config.push?.url ?? config.url).host);
        events.onEnd({ failure, retryAfter: null, retryMs: null });
      })
      .finally(() => ledger.flush());
    return {
      close: () => {
        stopping.abort(new Error('the connection was closed'));
        connection?.close();
      },
    };
  };
}
