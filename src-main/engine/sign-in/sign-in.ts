import { hash } from 'node:crypto';
import { hostOf } from '../../../src-preload/contract/index.ts';
import type { SourceConfig } from '../../../src-preload/contract/index.ts';
import type { TokenGrant } from '../../connectors/oauth-token.ts';
import { UpstreamError, upstreamError } from '../../connectors/upstream-error.ts';
import { fetchFor } from '../calls/fetch-for.ts';
import type { Core } from '../core.ts';
import type { SourceLedger } from '../calls/ledger.ts';
import { type NamedSecret, redactor, resolveSecret, type SecretField, secretsOf, typedSecretsOf } from './secrets.ts';

/** The settings of a source that say how it signs in. */
export interface SigningIn {
  id: string;
  config: Pick<SourceConfig, 'url' | 'auth' | 'timeoutSeconds'> & Partial<SourceConfig>;
}

type CallDeps = Pick<Core, 'tokens' | 'fetch' | 'allowPrivate'>;
type SecretDeps = Pick<Core, 'secrets' | 'environment'>;
type Values = Partial<Record<SecretField, string>>;

const WORDS: Record<SecretField, string> = { secret: 'key', clientSecret: 'client secret', refreshToken: 'refresh token' };

function missing({ field, secret }: NamedSecret): UpstreamError {
  const where =
    typeof secret === 'object' && 'env' in secret
      ? `the environment variable ${secret.env} is not set`
      : `the secret store has no ${WORDS[field]} for it`;
  return upstreamError(
    'secret-missing',
    `The ${WORDS[field]} of this source is missing: ${where}.`,
    'Enter it in the settings of the source.',
  );
}

async function valuesOf(core: SecretDeps, { id, config }: SigningIn): Promise<Values> {
  const values: Values = {};
  for (const each of secretsOf(id, config.auth)) {
    const value = await resolveSecret(core.secrets, each, core.environment);
    if (value === null || value === '') throw missing(each);
    values[each.field] = value;
  }
  return values;
}

/**
 * Tells sign-ins apart by what they hold, wherever that is kept, without giving it away; `null` where a secret is missing.
 */
export async function signInKeyOf(core: SecretDeps, source: SigningIn): Promise<string | null> {
  try {
    return hash('sha256', JSON.stringify(await valuesOf(core, source)), 'base64url');
  } catch {
    return null;
  }
}

function grantOf({ auth }: SigningIn['config'], values: Values): TokenGrant | null {
  if (auth.kind !== 'oauth2') return null;
  const { tokenUrl, clientId, clientAuth, scope, parameters } = auth;
  return {
    tokenUrl,
    clientId,
    clientAuth,
    scope: scope ?? null,
    parameters,
    clientSecret: values.clientSecret ?? null,
    refreshToken: values.refreshToken ?? null,
  };
}

/** What a source that signs in by OAuth asks for tokens with, its secrets resolved; `null` for any other. Throws `UpstreamError`. */
export async function tokenGrantOf(core: SecretDeps, source: SigningIn): Promise<TokenGrant | null> {
  return source.config.auth.kind === 'oauth2' ? grantOf(source.config, await valuesOf(core, source)) : null;
}

/** The host and port where a source gets its access tokens; `null` where it needs none. */
export function tokenHostOf({ auth }: Pick<SourceConfig, 'auth'>): string | null {
  return auth.kind === 'oauth2' ? hostOf(auth.tokenUrl) : null;
}

/** What `openSignIn` needs of whoever signs in. */
export interface SignInOptions {
  /** Counts the calls for access tokens. */
  ledger: SourceLedger;
  signal: AbortSignal;
}

/** The credentials of one source, for one refresh, preview or connection. */
export class SignIn {
  readonly #core: CallDeps;
  readonly #options: SignInOptions;
  readonly #config: SigningIn['config'];
  readonly #values: Values;
  readonly #grant: TokenGrant | null;
  /** The access token that was last given out. */
  #accessToken: string | null = null;
  /** What came after a refusal. */
  #renewal: Promise<string> | null = null;
  #redact: (text: string) => string;
  readonly #secrets: string[];

  constructor(core: CallDeps, config: SigningIn['config'], values: Values, options: SignInOptions) {
    this.#core = core;
    this.#options = options;
    this.#config = config;
    this.#values = values;
    this.#grant = grantOf(config, values);
    const { auth } = config;
    this.#secrets = [
      ...typedSecretsOf(config),
      ...Object.values(values),
      ...(auth.kind === 'basic' ? [`${auth.username}:${values.secret ?? ''}`] : []),
    ];
    this.#redact = redactor(...this.#secrets);
  }

  /** Strikes the secrets of the source out of a text, every access token that was given out among them. */
  readonly redact = (text: string): string => this.#redact(text);

  /**
   * The secret as `addCredentials` and `buildRequest` take it; `null` where the source has none. An access token is renewed
   * when it ends within a minute. Throws `UpstreamError`, or the signal's reason.
   */
  async secret(): Promise<string | null> {
    return this.#grant === null ? (this.#values.secret ?? null) : this.#token(this.#grant, null);
  }

  /**
   * After the API has answered 401 to `refused`: renews the access token, once for all calls of this sign-in, unless
   * somebody else has. Gives whether the call is worth repeating with what `secret()` now gives. Throws as `secret()` does.
   */
  async renew(refused: string | null): Promise<boolean> {
    if (this.#grant === null || refused === null) return false;
    this.#renewal ??= this.#token(this.#grant, refused);
    return (await this.#renewal) !== refused;
  }

  /** Makes a call with the secret; once more with a new access token where the API answers 401 to the one it had. */
  async call<T>(make: (secret: string | null) => Promise<T>): Promise<T> {
    const secret = await this.secret();
    try {
      return await make(secret);
    } catch (error) {
      const isRefused = error instanceof UpstreamError && error.failure.status === 401;
      if (!isRefused || !(await this.renew(secret))) throw error;
      return make(await this.secret());
    }
  }

  async #token(grant: TokenGrant, refused: string | null): Promise<string> {
    const { ledger, signal } = this.#options;
    const isSameHost = hostOf(grant.tokenUrl) === hostOf(this.#config.url);
    const token = await this.#core.tokens.get(grant, refused, {
      ledger: isSameHost ? ledger : ledger.elsewhere,
      signal,
      timeoutMs: this.#config.timeoutSeconds * 1000,
      fetch: fetchFor(this.#core, this.#config),
    });
    if (token !== this.#accessToken) {
      this.#accessToken = token;
      this.#secrets.push(token);
      this.#redact = redactor(...this.#secrets);
    }
    return token;
  }
}

/**
 * Resolves the secrets of a source. Throws `UpstreamError` with code secret-missing when one of them is not there; makes no
 * call by itself.
 */
export async function openSignIn(core: SecretDeps & CallDeps, source: SigningIn, options: SignInOptions): Promise<SignIn> {
  return new SignIn(core, source.config, await valuesOf(core, source), options);
}
