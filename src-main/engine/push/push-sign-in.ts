import { hostOf } from '../../../src-preload/contract/index.ts';
import type { Connect, PushConnection, PushEnd } from '../../connectors/push/connection.ts';
import { networkError } from '../../connectors/upstream-error.ts';
import type { Core } from '../core.ts';
import { ledgerFor } from '../calls/ledger.ts';
import { openSignIn, type SignIn } from '../sign-in/sign-in.ts';
import type { SourceEntry } from '../source-entry.ts';

/**
 * Connects with the credentials as they are at that moment: an access token that ends soon is renewed first, and where
 * the server refuses it, it connects once more with a new one. `make` gets the secret and what strikes it out of texts.
 */
export function signedConnect(
  core: Core,
  entry: SourceEntry,
  make: (secret: string | null, redact: (text: string) => string) => Connect,
): Connect {
  return (resume, events) => {
    const { config } = entry;
    const stopping = new AbortController();
    const { signal } = stopping;
    const ledger = ledgerFor(core, entry, false, null);
    let connection: PushConnection | null = null;
    const report = (end: PushEnd) => {
      if (!signal.aborted) events.onEnd(end);
    };
    /** Does what needs a call for a token first; what goes wrong ends the connection. */
    const attempt = (work: () => Promise<void>) =>
      void work()
        .catch((error: unknown) => {
          const { failure } = networkError(error, hostOf(config.push?.url ?? config.url));
          report({ failure, retryAfter: null, retryMs: null });
        })
        .finally(() => ledger.flush());
    const connect = async (signIn: SignIn) => {
      const secret = await signIn.secret();
      if (signal.aborted) return;
      connection = make(secret, signIn.redact)(resume, {
        ...events,
        onEnd: (end) => {
          if (end.failure.status !== 401) report(end);
          else attempt(async () => ((await signIn.renew(secret)) ? connect(signIn) : report(end)));
        },
      });
    };
    attempt(async () => connect(await openSignIn(core, { id: entry.id, config }, { ledger, signal })));
    return {
      close: () => {
        stopping.abort(new Error('the connection was closed'));
        connection?.close();
      },
    };
  };
}
