import type { Pair } from './shape.ts';

/** Names and values as the form holds them. */
export const pairsFrom = (record: Readonly<Record<string, string>> | undefined): Pair[] =>
  Object.entries(record ?? {}).map(([name, value]) => ({ name, value }));

/** Names and values as the engine takes them; a pair without a name is left out. */
export function pairsTo(pairs: readonly Pair[]): Record<string, string> {
  const filled = pairs.filter((pair) => pair.name.trim() !== '');
  return Object.fromEntries(filled.map((pair) => [pair.name.trim(), pair.value]));
}
