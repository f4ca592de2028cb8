import type { SourceConfig } from '../../../src-preload/contract/index.ts';
import { fromConfig, toInput } from '../../add-source/draft.ts';
import type { AuthDraft, SecretDraft } from '../../add-source/draft.ts';

/** The name of an environment variable for a secret of a source. */
export function variableFor(id: string, word = 'KEY'): string {
  return `FRESHET_${id.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_${word}`;
}

export interface ConfigText {
  text: string;
  /** The environment variables that must hold the secrets; none where the source needs none or names its own. */
  variables: string[];
}

/** A source as an entry of the config file. A secret is never in it; an environment variable takes its place. */
export function configText(config: SourceConfig): ConfigText {
  const draft = fromConfig(config);
  const { auth } = draft;
  const variables: string[] = [];
  const bare = (secret: SecretDraft, word: string): SecretDraft => {
    // A public client has no secret.
    if (secret.from === 'env' || (secret.from === 'typed' && secret.secret === '')) return secret;
    const env = variableFor(config.id, word);
    variables.push(env);
    return { from: 'env', secret: '', env };
  };
  const bareAuth = (): AuthDraft => {
    if (auth.kind === 'none') return auth;
    if (auth.kind !== 'oauth2') return { ...auth, ...bare(auth, 'KEY') };
    const { oauth } = auth;
    const clientSecret = bare(oauth.clientSecret, 'CLIENT_SECRET');
    return { ...auth, oauth: { ...oauth, clientSecret, refreshToken: bare(oauth.refreshToken, 'REFRESH_TOKEN') } };
  };
  return { text: JSON.stringify(toInput({ ...draft, auth: bareAuth() }), null, 2), variables };
}
