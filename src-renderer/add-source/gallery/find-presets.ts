/** What the gallery looks through. */
export interface Findable {
  name: string;
  summary: string;
  keywords: readonly string[];
  category?: string;
}

const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** How well an entry answers one word: 3 its name begins so, 2 a word of its name, 1 elsewhere, 0 not at all. */
function weightOf({ name, summary, keywords, category = '' }: Findable, word: string): number {
  const own = plain(name);
  if (own.startsWith(word)) return 3;
  if (own.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word))) return 2;
  return plain([name, summary, category, ...keywords].join(' ')).includes(word) ? 1 : 0;
}

/** The entries that hold all words of a search, the best first; all of them, in their order, for an empty one. */
export function findPresets<T extends Findable>(entries: readonly T[], search: string): T[] {
  const words = plain(search)
    .split(/\s+/)
    .filter((word) => word !== '');
  return entries
    .map((entry) => ({ entry, weights: words.map((word) => weightOf(entry, word)) }))
    .filter(({ weights }) => weights.every((weight) => weight > 0))
    .map(({ entry, weights }) => ({ entry, weight: weights.reduce((sum, weight) => sum + weight, 0) }))
    .sort((one, other) => other.weight - one.weight)
    .map(({ entry }) => entry);
}

/** Entries by category, the categories in the order in which they first come. */
export function byCategory<T extends { category: string }>(entries: readonly T[]): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const entry of entries) groups.set(entry.category, [...(groups.get(entry.category) ?? []), entry]);
  return [...groups];
}
