import type { SourceConfig } from '../../../src-preload/contract/index.ts';
import { fromConfig, toInput } from '../../add-source/draft.ts';

/** The name of an environment variable for the secret of a source. */
export function variableFor(id: string): string {
  return `FRESHET_${id.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_KEY`;
}

export interface ConfigText {
  text: string;
  /** The environment variable that must hold the secret; null when the source needs none or names its own. */
  variable: string | null;
}

/** A source as an entry of the config file. A secret is never in it; an environment variable takes its place. */
export function configText(config: SourceConfig): ConfigText {
  const draft = fromConfig(config);
  const { auth } = draft;
  const replaced = auth.kind !== 'none' && auth.from !== 'env';
  const variable = variableFor(config.id);
  const bare = replaced ? { ...draft, auth: { ...auth, from: 'env' as const, secret: '', env: variable } } : draft;
  return { text: JSON.stringify(toInput(bare), null, 2), variable: replaced ? variable : null };
}
