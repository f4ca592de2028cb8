import type { SourceStatus } from '../../../src-preload/contract/index.ts';
import { go } from '../../shell/route.ts';
import { asNewDraft } from '../draft/source-file.ts';
import { setDraft } from '../draft-store.ts';

/** Opens the form with the settings of a source that is there. */
export function duplicate({ config, name }: Pick<SourceStatus, 'config' | 'name'>): void {
  setDraft(asNewDraft(config, `${name} (copy)`));
  go({ screen: 'add-source', way: 'json' });
}
