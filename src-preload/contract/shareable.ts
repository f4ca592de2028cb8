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

/** The name of an environment variable for a secret of a source. */
export function variableFor(id: string, word = 'KEY'): string {
  return `FRESHET_${id.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_${word}`;
}

const SECRETS = [
  ['secret', 'KEY'],
  ['clientSecret', 'CLIENT_SECRET'],
  ['refreshToken', 'REFRESH_TOKEN'],
] as const;

/** A source for others, and the environment variables that must hold its secrets there; none where it needs none or names its own. */
export interface ShareableSource {
  source: SourceConfig;
  variables: string[];
}

/**
 * A source as it may be handed to somebody else: its settings without anything that is or looks like a credential. An
 * environment variable takes the place of each secret.
 */
export function shareableSource(config: SourceConfig): ShareableSource {
  const auth = { ...config.auth };
  const variables: string[] = [];
  for (const [name, word] of SECRETS) {
    const secret: unknown = Reflect.get(auth, name);
    if (secret === undefined || (typeof secret === 'object' && secret !== null && 'env' in secret)) continue;
    const env = variableFor(config.id, word);
    variables.push(env);
    Reflect.set(auth, name, { env });
  }
  const source = { ...(bare(config, '', false) as SourceConfig), auth: bare(auth, 'auth', false) as SourceConfig['auth'] };
  return { source, variables };
}
