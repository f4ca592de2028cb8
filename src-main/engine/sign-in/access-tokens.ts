import { hash } from 'node:crypto';
import type { Fetch, UpstreamResponse } from '../../connectors/http.ts';
import { buildTokenRequest, clientPair, readTokenAnswer, tokenFailure, type TokenGrant } from '../../connectors/oauth-token.ts';
import { isWorthRetrying, UpstreamError, upstreamError } from '../../connectors/upstream-error.ts';
import { call } from '../calls/call.ts';
import type { HostBreakers } from '../calls/circuit-breaker.ts';
import type { Clock } from '../clock.ts';
import type { Ledger } from '../calls/ledger.ts';
import { redactor, type SecretStore } from './secrets.ts';
import { type IssuedToken, type TokenRecord, TokenRecords } from './token-records.ts';

/** An access token is renewed this long before it ends, or at half of its time where that is shorter. */
const RENEW_BEFORE_MS = 60_000;

const MOST_BYTES = 1_048_576;

/** When the app ends, a renewal under way gets this long to bring its refresh token home. */
const LAST_WORD_MS = 3_000;

/** What renewing works with. */
interface TokenDeps {
  clock: Clock;
  random: () => number;
  breakers: HostBreakers;
  secrets: SecretStore;
}

/** Who asks for an access token, for the call that this may take. */
export interface TokenAsker {
  ledger: Ledger;
  /** Ends the waiting, but not the renewal: others may wait for it too, and what it brings must not be lost. */
  signal: AbortSignal;
  timeoutMs: number;
  /** Makes the call, where the source that asks may go. */
  fetch: Fetch;
}

interface UnderWay {
  variant: string;
  accessToken: Promise<string>;
}

/** What the tokens of one sign-in have in common, as a name that does not give it away. */
export function recordKeyOf({ tokenUrl, clientId, clientSecret, refreshToken }: TokenGrant): string {
  const parts = refreshToken === null ? ['client', tokenUrl, clientId, clientSecret] : ['refresh', tokenUrl, clientId, refreshToken];
  return hash('sha256', JSON.stringify(parts), 'base64url');
}

const variantOf = ({ scope, parameters }: TokenGrant) =>
  hash('sha256', JSON.stringify([scope, Object.entries(parameters).sort()]), 'base64url');

/**
 * Whether a token can be sent. After the clock was set back to before it was issued its age is not known; it is sent,
 * and the server says if it has ended.
 */
function isGood({ issuedAt, endsAt }: IssuedToken, now: number): boolean {
  return endsAt === null || now < issuedAt || now < endsAt - Math.min(RENEW_BEFORE_MS, (endsAt - issuedAt) / 2);
}

/** Settles as the promise does, or rejects with the signal's reason as soon as it is aborted. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/**
 * Access tokens, each renewed by one call that all who need it share, and kept in the secret store. Sources with the same
 * client, token URL and refresh token have one sign-in. A refresh token that the server replaces is on disk before the
 * access token that came with it is used.
 */
export class AccessTokens {
  readonly #deps: TokenDeps;
  readonly #records: TokenRecords;
  /** By sign-in: one refresh token is never used by two requests at once. */
  readonly #underWay = new Map<string, UnderWay>();
  readonly #ending = new AbortController();

  constructor(deps: TokenDeps) {
    this.#deps = deps;
    this.#records = new TokenRecords(deps.secrets);
  }

  /**
   * An access token that can be sent, renewed first where it ends soon. `refused` is one that the API did not take: it is
   * renewed, unless it has been meanwhile. Throws `UpstreamError`, or the signal's reason.
   */
  async get(grant: TokenGrant, refused: string | null, asker: TokenAsker): Promise<string> {
    const key = recordKeyOf(grant);
    const variant = variantOf(grant);
    for (;;) {
      const record = await this.#records.get(key);
      asker.signal.throwIfAborted();
      const token = record?.tokens[variant];
      if (token !== undefined && token.accessToken !== refused && isGood(token, this.#deps.clock.now())) {
        await this.#saved(this.#records.saved());
        return token.accessToken;
      }
      const shared = this.#underWay.get(key);
      if (shared === undefined) return await unlessAborted(this.#start(key, variant, grant, asker), asker.signal);
      try {
        const accessToken = await unlessAborted(shared.accessToken, asker.signal);
        if (shared.variant === variant) return accessToken;
      } catch (error) {
        asker.signal.throwIfAborted();
        const { variant: sharedVariant } = shared;
        // That the one who began has spent a quota says nothing about this one.
        const isOthers = error instanceof UpstreamError && error.failure.code === 'quota-spent';
        if (sharedVariant === variant && !isOthers) throw error;
      }
    }
  }

  /** Drops sign-ins that no source has and that were not renewed since `before`, milliseconds since the epoch. */
  async dropUnused(keys: ReadonlySet<string>, before: number): Promise<void> {
    await this.#records.dropUnless((key, record) => keys.has(key) || this.#underWay.has(key) || record.renewedAt >= before);
  }

  /** Lets renewals under way end, so that no refresh token is lost; gives them up after a while. */
  async close(): Promise<void> {
    const underWay = [...this.#underWay.values()].map((each) => each.accessToken);
    if (underWay.length === 0) return;
    const cancel = this.#deps.clock.after(LAST_WORD_MS, () => this.#ending.abort(new Error('Freshet ends')));
    await Promise.allSettled(underWay);
    cancel();
  }

  #start(key: string, variant: string, grant: TokenGrant, asker: TokenAsker): Promise<string> {
    const accessToken = this.#renew(key, variant, grant, asker).finally(() => this.#underWay.delete(key));
    // Everybody who waits may have gone.
    accessToken.catch(() => undefined);
    this.#underWay.set(key, { variant, accessToken });
    return accessToken;
  }

  async #renew(key: string, variant: string, grant: TokenGrant, asker: TokenAsker): Promise<string> {
    const { clock } = this.#deps;
    const before = await this.#records.get(key);
    const refreshToken = grant.refreshToken === null ? null : (before?.refreshToken ?? grant.refreshToken);
    const response = await this.#call({ ...grant, refreshToken }, asker);
    const now = clock.now();
    const answer = readTokenAnswer(response);
    const { accessToken } = answer;
    const record: TokenRecord = {
      refreshToken: grant.refreshToken === null ? null : (answer.refreshToken ?? before?.refreshToken ?? null),
      renewedAt: now,
      tokens: {
        ...Object.fromEntries(Object.entries(before?.tokens ?? {}).filter(([, token]) => token.endsAt !== null && token.endsAt > now)),
        ...(typeof accessToken === 'string'
          ? { [variant]: { accessToken, issuedAt: now, endsAt: answer.lifetimeMs === null ? null : now + answer.lifetimeMs } }
          : {}),
      },
    };
    await this.#saved(this.#records.put(key, record));
    if (typeof accessToken !== 'string') throw accessToken;
    return accessToken;
  }

  async #call(grant: TokenGrant, { ledger, timeoutMs, fetch }: TokenAsker): Promise<UpstreamResponse> {
    const { clock, random, breakers } = this.#deps;
    const { clientId, clientSecret, refreshToken } = grant;
    const redact = redactor(clientSecret, refreshToken, clientSecret === null ? null : clientPair(clientId, clientSecret));
    try {
      return await call(buildTokenRequest(grant), {
        clock,
        random,
        fetch,
        breakers,
        ledger,
        signal: this.#ending.signal,
        timeoutMs,
        maxBytes: MOST_BYTES,
        redact,
        failureOf: (response) => tokenFailure(response, refreshToken !== null, redact),
        // Where the answer was lost, the refresh token is spent or it is not; asking again soon is the best that can be done.
        isRepeatable: true,
      });
    } catch (error) {
      throw error instanceof UpstreamError ? this.#explained(error, new URL(grant.tokenUrl).host) : error;
    }
  }

  /** Says of what usually passes that it was about the access token, and until when a host in trouble is left alone. */
  #explained(error: UpstreamError, host: string): UpstreamError {
    const { failure } = error;
    const { breakers, clock } = this.#deps;
    const isResting = failure.code === 'host-resting';
    if (!isResting && !isWorthRetrying(failure.code)) return error;
    const waitMs = isResting ? breakers.allowedAt(host) - clock.now() : error.retryAfterMs;
    return new UpstreamError({ ...failure, message: `The access token could not be renewed. ${failure.message}` }, waitMs);
  }

  async #saved(writing: Promise<void>): Promise<void> {
    try {
      await writing;
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      throw upstreamError(
        'store',
        `The renewed access token could not be written to the secret store, so it was not used: ${said}`,
        'Check the disk of the data folder and the key chain; Freshet keeps the token in memory and tries again by itself.',
      );
    }
  }
}
