import { contentHash } from '../../src-main/store/content-hash.ts';
import type { Store } from '../../src-main/store/store.ts';

interface Given {
  /** Rich fields by path. */
  rich?: Record<string, unknown> | null;
  time?: number | null;
  /** When it is added, milliseconds since the epoch. */
  now?: number;
}

const BY_LISTING = { listed: true, origin: 0, refreshId: null };

/** Adds a record as a listing would bring it, without a refresh. `basic`: its fields as JSON text. */
export function addRecord(
  store: Store,
  sourceRow: number,
  id: string,
  basic: string,
  { rich = null, time = null, now = 0 }: Given = {},
): void {
  store.records.add(
    sourceRow,
    { id, basic, hash: contentHash(basic), rich: rich === null ? null : JSON.stringify(rich), time, ...BY_LISTING },
    now,
  );
}
