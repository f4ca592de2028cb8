import { sourceNow } from '../bridge/store.ts';
import type { Entry } from './palette-entries.ts';
import { sourceEntries } from './palette-entries.ts';

const SHOWN = 60;

/** Every word must occur; the earlier the first one, the better. Infinity: does not match. */
function rank(label: string, words: readonly string[]): number {
  const text = label.toLocaleLowerCase();
  if (!words.every((word) => text.includes(word))) return Infinity;
  return text.indexOf(words[0] ?? '') * 100 + text.length;
}

/** Sources before their actions: actions of a source are offered once its name is part of the search. */
export function searchEntries(query: string, app: readonly Entry[], order: readonly string[]): Entry[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...app, ...order.slice(0, SHOWN - app.length).flatMap((id) => sourceEntries(id).slice(0, 1))];
  const named = order.filter((id) => {
    const name = sourceNow(id)?.name.toLocaleLowerCase() ?? '';
    return words.some((word) => name.includes(word));
  });
  return [...app, ...named.flatMap(sourceEntries)]
    .map((entry) => ({ entry, at: rank(entry.label, words) }))
    .filter(({ at }) => at !== Infinity)
    .sort((a, b) => a.at - b.at)
    .slice(0, SHOWN)
    .map(({ entry }) => entry);
}
