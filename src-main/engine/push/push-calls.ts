import { addCredentials } from '../../connectors/credentials.ts';
import type { Fetch } from '../../connectors/http.ts';
import type { Connect } from '../../connectors/push/connection.ts';
import { checkReach, reachOf } from '../../connectors/reach.ts';
import { UpstreamError, upstreamError } from '../../connectors/upstream-error.ts';
import type { PushSettings, SourceConfig } from '../../../src-preload/contract/index.ts';
import type { Core } from '../core.ts';
import { fetchFor } from '../calls/fetch-for.ts';
import { ledgerFor } from '../calls/ledger.ts';
import type { SourceEntry } from '../source-entry.ts';

const quotaSpent = () =>
  upstreamError(
    'quota-spent',
    'The quota of this source is spent, so it was not connected.',
    'It goes on when the quota window turns over.',
  );

/** Writes a call into the ledger before it leaves. Gives what is called with its answer. Throws `UpstreamError` with code quota-spent. */
function book(core: Core, entry: SourceEntry): (status: number | null, headers: Headers | null) => void {
  const ledger = ledgerFor(core, entry, false, null);
  const booked = ledger.beginConnection();
  if ('until' in booked) throw quotaSpent();
  return (status, headers) => {
    ledger.end(booked.row, status, 0, headers);
    ledger.flush();
  };
}

/** A `fetch` whose every call is in the ledger before it leaves. */
export function countedFetch(core: Core, entry: SourceEntry): Fetch {
  const fetch = fetchFor(core, entry.config);
  return async (input, init) => {
    const end = book(core, entry);
    let response: Response | null = null;
    try {
      response = await fetch(input, init);
      return response;
    } finally {
      end(response?.status ?? null, response?.headers ?? null);
    }
  };
}

/** Connects to `url` over a protocol that `fetch` knows nothing of, with the handshake in the ledger. */
export function countedConnect(core: Core, entry: SourceEntry, url: string, connect: Connect): Connect {
  return (resume, events) => {
    let end: ReturnType<typeof book>;
    try {
      checkReach(url, reachOf(entry.config, core.allowPrivate));
      end = book(core, entry);
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      const { failure } = error;
      let isClosed = false;
      queueMicrotask(() => {
        if (!isClosed) events.onEnd({ failure, retryAfter: null, retryMs: null });
      });
      return {
        close: () => {
          isClosed = true;
        },
      };
    }
    let isOpen = false;
    return connect(resume, {
      ...events,
      onOpen: () => {
        isOpen = true;
        end(101, null);
        events.onOpen();
      },
      onEnd: (ending) => {
        if (!isOpen) end(ending.failure.status ?? null, null);
        events.onEnd(ending);
      },
    });
  };
}

/** The push settings with the credentials of the source where they belong. */
export function withCredentials(settings: PushSettings, auth: SourceConfig['auth'], secret: string | null): PushSettings {
  if (!settings.credentials) return settings;
  const url = new URL(settings.url);
  const headers = Object.fromEntries(Object.entries(settings.headers).map(([name, value]) => [name.toLowerCase(), value]));
  addCredentials(auth, secret, url, headers);
  return { ...settings, url: url.href, headers };
}
