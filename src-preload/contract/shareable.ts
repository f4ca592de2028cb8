import { looksSecret, withoutSecretsInBody, withoutSecretsInUrl } from './secret-names.ts';
import type { SourceConfig } from './source.ts';

/** Members of which each name is that of a header or parameter. */
const NAMED = new Set(['headers', 'query', 'parameters']);

function bare(value: unknown, key: string, isNamed: boolean): unknown {
  if (typeof value === 'string') {
    if (isNamed && looksSecret(key)) return '';
    if (/url$/i.test(key)) return withoutSecretsInUrl(value);
    return key === 'body' || key === 'subscribe' ? withoutSecretsInBody(value) : value;
  }
  if (Array.isArray(value)) return value.map((each) => bare(each, key, isNamed));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, bare(each, name, NAMED.has(key))]));
}

/**
 * A source as it may be handed to somebody else: the settings without anything that is or looks like a credential. What is
 * in the secret store is told as stored, and has to be entered anew where the source is taken in.
 */
export function shareableSource(config: SourceConfig): SourceConfig {
  const auth = { ...config.auth };
  for (const name of ['secret', 'clientSecret', 'refreshToken'] as const) {
    const secret: unknown = Reflect.get(auth, name);
    if (typeof secret === 'string') Reflect.set(auth, name, { stored: true });
  }
  return { ...(bare(config, '', false) as SourceConfig), auth: bare(auth, 'auth', false) as SourceConfig['auth'] };
}
