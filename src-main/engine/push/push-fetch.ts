import type { SourceConfig } from '../../../src-preload/contract/index.ts';
import { addCredentials } from '../../connectors/credentials.ts';
import { compileExpression } from '../../connectors/expression.ts';
import type { UpstreamRequest } from '../../connectors/http.ts';
import { readBody } from '../../connectors/formats/read-body.ts';
import { openJsonApi } from '../../connectors/json-api.ts';
import type { PushChange } from '../../connectors/push/message.ts';
import { UpstreamError, upstreamError } from '../../connectors/upstream-error.ts';
import { USER_AGENT } from '../../connectors/user-agent.ts';
import { call, limitsOf } from '../calls/call.ts';
import { fetchFor } from '../calls/fetch-for.ts';
import type { Core } from '../core.ts';
import { ledgerFor } from '../calls/ledger.ts';
import { mergePushed } from './push-merge.ts';
import { openSignIn } from '../sign-in/sign-in.ts';
import type { SourceEntry } from '../source-entry.ts';

/** Calls of one source at a time. */
const AT_ONCE = 3;

type Fetch = NonNullable<NonNullable<SourceConfig['push']>['fetch']>;

function requestFor(config: SourceConfig, fetch: Fetch, secret: string | null, id: string): UpstreamRequest {
  const url = new URL(fetch.url.replaceAll('{id}', encodeURIComponent(id)));
  const headers: Record<string, string> = { accept: 'application/json, */*;q=0.5', 'user-agent': USER_AGENT };
  const isOwn = url.origin === new URL(config.url).origin;
  // Another server gets neither the key nor headers that may be one.
  if (!isOwn) return { method: 'GET', url: url.href, headers, secretHeaders: [] };
  for (const [name, value] of Object.entries(config.headers)) headers[name.toLowerCase()] = value;
  const secretHeaders = addCredentials(config.auth, secret, url, headers);
  return {
    method: 'GET',
    url: url.href,
    headers,
    secretHeaders: [...secretHeaders, ...Object.keys(config.headers).map((each) => each.toLowerCase())],
  };
}

/**
 * Fetches records that a push has only named and merges each as it comes, unless `isWanted` says that a later change has
 * overtaken it. One that is gone by now was deleted. Throws `UpstreamError` for the first that could not be fetched, after
 * the calls that were under way.
 */
export async function fetchNamed(
  core: Core,
  entry: SourceEntry,
  config: SourceConfig,
  ids: readonly string[],
  isWanted: (id: string) => boolean,
  signal: AbortSignal,
): Promise<void> {
  const { clock, random, breakers, store } = core;
  const fetch = config.push?.fetch;
  if (fetch === undefined) return;
  const record = compileExpression(fetch.record);
  const api = openJsonApi(config);
  const ledger = ledgerFor(core, entry, false, null);
  const signIn = await openSignIn(core, { id: entry.id, config }, { ledger, signal });
  const fetchOne = async (id: string): Promise<PushChange> => {
    try {
      const response = await signIn.call((secret) =>
        call(requestFor(config, fetch, secret, id), {
          clock,
          random,
          fetch: fetchFor(core, config),
          ledger,
          signal,
          ...limitsOf(config),
          redact: signIn.redact,
          breakers,
          enter: (waiting) => entry.gate.enter(waiting, false),
        }),
      );
      const found = await record(readBody(response));
      const isRecord = typeof found === 'object' && found !== null && !Array.isArray(found);
      if (isRecord) return { action: 'create', id, record: found as Record<string, unknown> };
      throw upstreamError(
        'no-list',
        `The answer for record ${id} holds no record at "${fetch.record}".`,
        'Correct where in the answer the record is.',
      );
    } catch (error) {
      const code = error instanceof UpstreamError ? error.failure.code : null;
      if (code === 'not-found' || code === 'gone') return { action: 'delete', id, record: null };
      throw error;
    }
  };
  const waiting = [...ids];
  const work = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      if (!isWanted(id)) continue;
      const change = await fetchOne(id);
      if (isWanted(id)) await mergePushed(store, api, entry, [change], () => clock.now());
    }
  };
  try {
    const outcomes = await Promise.allSettled(Array.from({ length: Math.min(AT_ONCE, ids.length) }, work));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  } finally {
    ledger.flush();
  }
}
