import type { Auth, Secret } from '../../src-preload/contract/index.ts';

/** Where secrets are kept: outside the database, sealed. */
export interface SecretStore {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  delete(name: string): Promise<void>;
}

/** Under which name the secret of a source is kept. */
export const secretNameOf = (sourceId: string) => `source:${sourceId}`;

/** The secret of an auth, where it has one. */
export function secretOf(auth: Auth): Secret | null {
  return auth.kind === 'none' ? null : auth.secret;
}

/** The auth without a secret in it, as it may be stored and shown. */
export function withoutSecret(auth: Auth): Auth {
  if (auth.kind === 'none' || typeof auth.secret !== 'string') return auth;
  return { ...auth, secret: { stored: true } };
}

/** The secret's value; `null` when it is not there. An environment variable is read anew each time. */
export async function resolveSecret(
  store: SecretStore,
  sourceId: string,
  secret: Secret,
  environment: NodeJS.ProcessEnv,
): Promise<string | null> {
  if (typeof secret === 'string') return secret;
  if ('env' in secret) return environment[secret.env] ?? null;
  return store.get(secretNameOf(sourceId));
}

/** Makes a function that strikes a secret out of a text, also where it stands encoded. */
export function redactor(secret: string | null): (text: string) => string {
  if (secret === null || secret === '') return (text) => text;
  const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')].sort((a, b) => b.length - a.length);
  return (text) => forms.reduce((redacted, form) => redacted.replaceAll(form, '•••'), text);
}
