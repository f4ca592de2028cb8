/** A name with its value, as typed. */
export interface Pair {
  name: string;
  value: string;
}

export const recordToPairs = (record: Readonly<Record<string, string>> | undefined): Pair[] =>
  Object.entries(record ?? {}).map(([name, value]) => ({ name, value }));

/** What has a name. */
export function pairsToRecord(pairs: readonly Pair[]): Record<string, string> {
  const filled = pairs.filter((pair) => pair.name.trim() !== '');
  return Object.fromEntries(filled.map((pair) => [pair.name.trim(), pair.value]));
}
