import type { SourceConfig, SourceStatus } from '../../src-preload/contract/index.ts';
import type { SourceDraftInput } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import { useFreshet } from '../bridge/store.ts';
import { notifyUndo } from '../ui/notify.tsx';

type ConfigInput = SourceDraftInput & { id: string };

async function put(config: ConfigInput | SourceConfig): Promise<SourceStatus> {
  const source = await api().sources.update(config);
  // The screen shows what was saved at once, without waiting for the event.
  useFreshet.setState((state) => (state.sources.has(source.id) ? { sources: new Map(state.sources).set(source.id, source) } : {}));
  return source;
}

/** Saves changed settings and offers to take that back. Rejects when they are not accepted. */
export async function saveConfig(before: SourceConfig, next: ConfigInput, words: string): Promise<void> {
  await put(next);
  notifyUndo(words, () => put(before));
}
