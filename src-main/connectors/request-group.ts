import { hash } from 'node:crypto';
import type { SourceConfig } from '../../src-preload/contract/index.ts';
import { FIRST_PAGE, requestKey } from './json-api.ts';
import { withoutOwnPart } from './shared-requests.ts';

/** How a source signs in, without the secrets themselves. */
function signInOf(auth: SourceConfig['auth']): Record<string, unknown> {
  const { kind, ...rest } = { secret: null, clientSecret: null, refreshToken: null, ...auth };
  return { kind, ...rest, secret: null, clientSecret: null, refreshToken: null };
}

const known = new WeakMap<SourceConfig, string>();

function keyOf(config: SourceConfig): string {
  // What such a source asks for depends on its own newest record, so it shares with nobody.
  if (config.incremental !== undefined) return `alone ${config.id}`;
  const { auth, paging, probe, batch, widest, timeoutSeconds, maxBodyMebibytes, allowedHosts, allowPrivate } = config;
  return hash(
    'sha256',
    JSON.stringify([
      requestKey(withoutOwnPart(config), FIRST_PAGE),
      signInOf(auth),
      paging,
      probe,
      batch,
      widest,
      timeoutSeconds,
      maxBodyMebibytes,
      allowedHosts,
      allowPrivate,
    ]),
    'base64url',
  );
}

/**
 * What sources have in common that send the same requests under the same limits, whatever they read from the answers;
 * those of a batch may differ in their ids, those that the widest serves in the number of records.
 * Their keys may still differ: those are not part of it.
 */
export function requestGroup(config: SourceConfig): string {
  let key = known.get(config);
  if (key === undefined) known.set(config, (key = keyOf(config)));
  return key;
}
