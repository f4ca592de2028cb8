import type { PushChange } from '../../connectors/push/message.ts';

type Fields = Record<string, unknown>;

/** What the changes of a batch come to, for one record. */
export type Folded =
  | { kind: 'record'; fields: Fields }
  | { kind: 'deleted' }
  /** Only named: the record itself has to be fetched. */
  | { kind: 'named' };

/**
 * What the changes of a batch come to, by record id, in the order in which they came. `stored` gives the fields of a
 * record as it is known, `null` where it is not. With `partial`, an update holds only the fields that changed: one of a
 * record that is not known is left out and counted in `unknown`, for half a record is worse than none. Pure.
 */
export function foldChanges(
  changes: readonly PushChange[],
  partial: boolean,
  stored: (id: string) => Fields | null,
): { byId: Map<string, Folded>; unknown: number } {
  const byId = new Map<string, Folded>();
  let unknown = 0;
  for (const { id, action, record } of changes) {
    if (id === null) continue;
    if (action === 'delete') {
      byId.set(id, { kind: 'deleted' });
    } else if (record === null) {
      byId.set(id, { kind: 'named' });
    } else if (!partial || action === 'create') {
      byId.set(id, { kind: 'record', fields: record });
    } else {
      const before = byId.get(id);
      // Fetched later than this update was made, the record holds it.
      if (before?.kind === 'named') continue;
      const known = before?.kind === 'record' ? before.fields : before?.kind === 'deleted' ? null : stored(id);
      if (known === null) unknown += 1;
      else byId.set(id, { kind: 'record', fields: { ...known, ...record } });
    }
  }
  return { byId, unknown };
}
