import type { Fetch } from '../connectors/http.ts';
import type { Store } from '../store/store.ts';
import type { AccessTokens } from './sign-in/access-tokens.ts';
import type { HostBreakers } from './calls/circuit-breaker.ts';
import type { Clock } from './clock.ts';
import type { EventHub } from './event-hub.ts';
import type { SecretStore } from './sign-in/secrets.ts';
import type { Habits } from './decide/usual-hours.ts';
import type { SourceEntry } from './source-entry.ts';

/** Where the engine writes what an operator may want to read later. Never given a secret. */
export interface Log {
  info(facts: object, words: string): void;
  warn(facts: object, words: string): void;
  error(facts: object, words: string): void;
}

/** What the parts of the engine share. */
export interface Core {
  clock: Clock;
  /** From 0 to below 1, for jitter. */
  random: () => number;
  /** Makes calls of every scheme. Those of a source go through `fetchFor`, which keeps them where the source may go. */
  fetch: Fetch;
  /** Whether a source that does not say may call private addresses. */
  allowPrivate: boolean;
  store: Store;
  secrets: SecretStore;
  environment: NodeJS.ProcessEnv;
  log: Log;
  hub: EventHub;
  /** Which hosts are in trouble. */
  breakers: HostBreakers;
  /** When somebody usually looks. */
  habits: Habits;
  /** Access tokens of the sources that sign in by OAuth. */
  tokens: AccessTokens;
  /** Sources that are not removed, by id. */
  entries: Map<string, SourceEntry>;
}
