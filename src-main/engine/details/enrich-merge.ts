/**
 * Merges details into the rich fields of a record. Pure. Details own these fields: they replace what a listing filled
 * in, also with null, which says that there is nothing; a field that the answer does not speak of stays as it is.
 * Gives `null` when nothing changes.
 */
export function mergeDetails(
  rich: Readonly<Record<string, unknown>>,
  details: Readonly<Record<string, unknown>>,
): Record<string, unknown> | null {
  let merged: Record<string, unknown> | null = null;
  for (const [path, value] of Object.entries(details)) {
    if (Object.hasOwn(rich, path) && JSON.stringify(rich[path]) === JSON.stringify(value)) continue;
    // A computed name in a literal is an own property even where it is __proto__.
    merged = { ...(merged ?? rich), [path]: value };
  }
  return merged;
}
