/** A name as it may stand in an address: lower-case letters, digits and hyphens, at most 50; `otherwise` where nothing is left of it. */
export function slugOf(name: string, otherwise = 'source'): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50)
    .replace(/-+$/, '');
  return plain === '' ? otherwise : plain;
}
