import { shareableSource, type SourceConfig } from '../../../src-preload/contract/index.ts';
import { fromConfig, toInput } from '../../add-source/draft.ts';

export interface ConfigText {
  text: string;
  /** The environment variables that must hold the secrets; none where the source needs none or names its own. */
  variables: string[];
}

/** A source as an entry of the config file, or as a file of its own. A secret is never in it; an environment variable takes its place. */
export function configText(config: SourceConfig): ConfigText {
  const { source, variables } = shareableSource(config);
  return { text: JSON.stringify(toInput(fromConfig(source)), null, 2), variables };
}
