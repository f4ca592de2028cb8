/** As many as the aims speak of. */
export const RECORDS = 100_000;

/** Records of the size of a priced item; `version` changes one field of each. */
export function makeRecords(version: number): { id: string; fields: Record<string, unknown>; time: number | null }[] {
  return Array.from({ length: RECORDS }, (_, index) => {
    const fields = {
      id: index,
      name: `Item number ${index}`,
      price: Math.round((index * 7.31 + version) * 100) / 100,
      tags: ['a', 'b'],
      seller: { id: index % 500, name: `Seller ${index % 500}` },
      updated_at: '2026-11-20T12:00:00Z',
    };
    return { id: String(index), fields, time: null };
  });
}
