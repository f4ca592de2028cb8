import { type Auth, looksSecret, type Secret, type SourceConfig } from '../../../src-preload/contract/index.ts';

/** Where secrets are kept: outside the database, sealed. */
export interface SecretStore {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  delete(name: string): Promise<void>;
}

/** The settings of an auth that hold a secret, and what follows the name of the source in the secret store. */
const SUFFIXES = { secret: '', clientSecret: ':client-secret', refreshToken: ':refresh-token' } as const;
export type SecretField = keyof typeof SUFFIXES;

/** Every name under which a secret of a source may be kept. */
export const secretNamesOf = (sourceId: string): string[] => Object.values(SUFFIXES).map((suffix) => `source:${sourceId}${suffix}`);

/** A secret of a source, and the name under which the secret store keeps it. */
export interface NamedSecret {
  field: SecretField;
  name: string;
  secret: Secret;
}

/** The secrets of an auth. */
export function secretsOf(sourceId: string, auth: Auth): NamedSecret[] {
  const named = (field: SecretField, secret: Secret | undefined): NamedSecret[] =>
    secret === undefined ? [] : [{ field, name: `source:${sourceId}${SUFFIXES[field]}`, secret }];
  if (auth.kind === 'none') return [];
  if (auth.kind !== 'oauth2') return named('secret', auth.secret);
  return [
    ...named('clientSecret', auth.clientSecret),
    ...named('refreshToken', auth.grant === 'refresh-token' ? auth.refreshToken : undefined),
  ];
}

const kept = (secret: Secret): Secret => (typeof secret === 'string' ? { stored: true } : secret);

/** The auth without a secret in it, as it may be stored and shown. */
export function withoutSecrets(auth: Auth): Auth {
  if (auth.kind === 'none') return auth;
  if (auth.kind !== 'oauth2') return { ...auth, secret: kept(auth.secret) };
  if (auth.grant === 'client-credentials') return { ...auth, clientSecret: kept(auth.clientSecret) };
  const { clientSecret } = auth;
  return { ...auth, refreshToken: kept(auth.refreshToken), ...(clientSecret === undefined ? {} : { clientSecret: kept(clientSecret) }) };
}

/** A secret's value; `null` when it is not there. An environment variable is read anew each time. */
export async function resolveSecret(
  store: SecretStore,
  { name, secret }: NamedSecret,
  environment: NodeJS.ProcessEnv,
): Promise<string | null> {
  if (typeof secret === 'string') return secret;
  if ('env' in secret) return environment[secret.env] ?? null;
  return store.get(name);
}

/** Shorter values are as likely to be words of an answer. */
const SHORTEST_TYPED = 6;

/** What was written among the plain settings of a source although its name says that it is a secret. */
export function typedSecretsOf(config: Pick<SourceConfig, 'url'> & Partial<SourceConfig>): string[] {
  const requests = [config, config.probe, config.push, config.push?.fetch, ...(config.enrichment?.requests ?? [])];
  const given = requests.flatMap((request) => {
    if (request === undefined) return [];
    const url = URL.parse(request.url, config.url);
    const named = [
      ...Object.entries('headers' in request ? (request.headers ?? {}) : {}),
      ...Object.entries('query' in request ? (request.query ?? {}) : {}),
      ...(url?.searchParams ?? []),
    ];
    return named.flatMap(([name, value]) => (looksSecret(name) && value.length >= SHORTEST_TYPED ? [value] : []));
  });
  return [...new Set(given)];
}

/** The forms in which a secret may come back: as it is, encoded for a URL or a form, in base64. */
const formsOf = (secret: string) => [
  secret,
  encodeURIComponent(secret),
  new URLSearchParams([['', secret]]).toString().slice(1),
  Buffer.from(secret).toString('base64'),
];

/** A secret this long, such as an access token, may be cut short in an excerpt; its beginning gives it away. */
const LONG = 32;
const BEGINNING = 16;

/** Makes a function that strikes secrets out of a text, also where they stand encoded or a long one is cut short. */
export function redactor(...secrets: readonly (string | null)[]): (text: string) => string {
  const forms = [...new Set(secrets.flatMap((secret) => (secret === null || secret === '' ? [] : formsOf(secret))))];
  const longestFirst = forms.sort((a, b) => b.length - a.length);
  const beginnings = forms
    .filter((form) => form.length >= LONG)
    .map((form) => form.slice(0, BEGINNING).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const cutShort = beginnings.length === 0 ? null : new RegExp(`(?:${beginnings.join('|')})[\\w.~+/=%-]*`, 'g');
  return (text) => {
    const whole = longestFirst.reduce((redacted, form) => redacted.replaceAll(form, '•••'), text);
    return cutShort === null ? whole : whole.replace(cutShort, '•••');
  };
}
