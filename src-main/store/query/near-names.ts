/** How many letters have to be put in, taken out, changed or swapped with their neighbour to get from one text to the other. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The last part of a path, which people often write alone: 'name' of 'venue.name'. */
const lastOf = (name: string) => name.slice(name.lastIndexOf('.') + 1);

/** Up to three of `names` that somebody who wrote `wanted` may have meant, the nearest first. */
export function nearNames(wanted: string, names: readonly string[]): string[] {
  const own = wanted.toLowerCase();
  const most = Math.max(2, Math.floor(own.length / 3));
  const ranked = names.flatMap((name) => {
    const other = name.toLowerCase();
    const isPart = own.length >= 3 && (other.includes(own) || lastOf(other) === lastOf(own));
    const far = isPart ? 1 : distance(own, other);
    return far <= most ? [{ name, far }] : [];
  });
  return ranked
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ name }) => name);
}
