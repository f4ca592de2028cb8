/** How many colours for series the tokens hold, --fr-series-0 and so on. */
export const SERIES_COLORS = 8;

/** FNV-1a: the same name has the same number in every window and after every start. */
function hash(name: string): number {
  let value = 0x811c9dc5;
  for (const letter of name) value = Math.imul(value ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}

/**
 * Which colour each name has. A name has its own colour in every chart, unless another one of the same chart has it
 * already: then it takes the next that is free, the names in their order.
 */
export function colorSlots(names: readonly string[]): number[] {
  const taken = new Set<number>();
  return names.map((name) => {
    const own = hash(name) % SERIES_COLORS;
    if (taken.size >= SERIES_COLORS) return own;
    let slot = own;
    while (taken.has(slot)) slot = (slot + 1) % SERIES_COLORS;
    taken.add(slot);
    return slot;
  });
}
