import type { SourceStatus } from '../../src-preload/contract/index.ts';
import { absoluteTime } from '../ui/format.ts';
import { nextWords } from '../ui/state-words.ts';
import { useNow } from '../ui/use-now.ts';

/** When the next call comes by itself. A cell of its own, so that the rest of the row does not tick with its seconds. */
export function NextCall({ source }: { source: SourceStatus }) {
  const now = useNow(1_000);
  const { dueAt } = source.decision;
  return <span title={dueAt === null ? undefined : absoluteTime(dueAt)}>{nextWords(source, now)}</span>;
}
