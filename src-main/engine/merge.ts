import { hash as hashOnce } from 'node:crypto';
import { takePath } from '../../src-preload/contract/index.ts';

/** A record as a connector made it from one response. */
export interface FreshRecord {
  id: string;
  fields: Record<string, unknown>;
  /** The record's own time, milliseconds since the epoch. */
  time: number | null;
}

/** What `merge` needs to know of a record that is stored. */
export interface ExistingRecord {
  /** Of the list response that the record was last merged from. */
  hash: string;
  /** Rich fields by path, as enrichment left them. A value of null counts as answered. */
  rich: Readonly<Record<string, unknown>>;
}

export type Merged =
  | { outcome: 'unchanged' }
  | {
      outcome: 'added' | 'updated';
      hash: string;
      /** The basic fields as JSON text. */
      basic: string;
      /** Rich fields by path; `null` when they stay as they are. */
      rich: Record<string, unknown> | null;
    };

/** Identifies the content of a list response's record. 132 bits of SHA-256 in base64url; not a secret, only a fingerprint. */
export function contentHash(text: string): string {
  return hashOnce('sha256', text, 'base64url').slice(0, 22);
}

/**
 * Merges a record of a list response into what is stored. Pure. Basic fields belong to the list response and follow it;
 * rich fields belong to enrichment: the list may fill one that is missing, and can never overwrite or blank one.
 */
export function merge(existing: ExistingRecord | null, fresh: FreshRecord, richFields: readonly string[]): Merged {
  const whole = JSON.stringify(fresh.fields);
  const hash = contentHash(whole);
  if (existing !== null && existing.hash === hash) return { outcome: 'unchanged' };
  const outcome = existing === null ? 'added' : 'updated';
  if (richFields.length === 0) return { outcome, hash, basic: whole, rich: null };
  let basic = fresh.fields;
  let rich: Record<string, unknown> | null = null;
  for (const path of richFields) {
    const taken = takePath(basic, path);
    if (!taken.found) continue;
    basic = taken.rest;
    if (existing !== null && Object.hasOwn(existing.rich, path)) continue;
    // A computed name in a literal is an own property even where it is __proto__.
    rich = { ...(rich ?? existing?.rich), [path]: taken.value };
  }
  return { outcome, hash, basic: JSON.stringify(basic), rich };
}
