import { takePath } from '../../../src-preload/contract/index.ts';
import { contentHash } from '../../store/content-hash.ts';

/** A record as a connector made it from one response. */
export interface FreshRecord {
  id: string;
  fields: Record<string, unknown>;
  /** The record's own time, milliseconds since the epoch. */
  time: number | null;
}

/** What `merge` needs to know of a record that is stored. */
export interface ExistingRecord {
  /** Of the basic fields. Not used where those are given. */
  hash: string | null;
  /** The basic fields as JSON text; `null` where the hash stands for them. */
  basic: string | null;
  /** Rich fields by path, as enrichment left them. A value of null counts as answered. */
  rich: Readonly<Record<string, unknown>>;
  /** Whether it is marked as deleted upstream; coming again, it counts as added. */
  deleted?: boolean;
}

export type Merged =
  | {
      outcome: 'unchanged';
      /** Of the basic fields. */
      hash: string;
    }
  | {
      outcome: 'added' | 'updated';
      /** The basic fields as JSON text. */
      basic: string;
      hash: string;
      /** Rich fields by path; `null` when they stay as they are. */
      rich: Record<string, unknown> | null;
    };

/**
 * Merges a record of a list response into what is stored. Pure. Basic fields belong to the list response and follow it;
 * rich fields belong to enrichment: the list may fill one that is missing, and can never overwrite or blank one.
 */
export function merge(existing: ExistingRecord | null, fresh: FreshRecord, richFields: readonly string[]): Merged {
  let fields = fresh.fields;
  let rich: Record<string, unknown> | null = null;
  for (const path of richFields) {
    const taken = takePath(fields, path);
    if (!taken.found) continue;
    fields = taken.rest;
    if (existing !== null && Object.hasOwn(existing.rich, path)) continue;
    // A computed name in a literal is an own property even where it is __proto__.
    rich = { ...(rich ?? existing?.rich), [path]: taken.value };
  }
  const basic = JSON.stringify(fields);
  const hash = contentHash(basic);
  const isThere = existing !== null && existing.deleted !== true;
  const isSame = existing !== null && (existing.basic === null ? existing.hash === hash : existing.basic === basic);
  if (isThere && rich === null && isSame) return { outcome: 'unchanged', hash };
  return { outcome: isThere ? 'updated' : 'added', basic, hash, rich };
}
