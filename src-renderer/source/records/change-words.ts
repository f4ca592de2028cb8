import type { ChangeOrigin, RecordChange } from '../../../src-preload/contract/index.ts';

const KINDS: Readonly<Record<RecordChange['kind'], string>> = {
  added: 'Added',
  changed: 'Changed',
  deleted: 'Deleted upstream',
  returned: 'Came back',
};

const ORIGINS: Readonly<Record<ChangeOrigin, string>> = { list: 'listing', detail: 'details', push: 'push' };

export const kindWords = (kind: RecordChange['kind']): string => KINDS[kind];

/** What brought a value, in a word. */
export const originWords = (from: ChangeOrigin): string => ORIGINS[from];

/** A field whose value of then was not kept. */
export const gapWords = (path: string): string => (path === '*' ? 'all fields' : path);

/** A value on one line; text stands in quotes only where it would otherwise be nothing. */
export function valueWords(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '""' : value;
  return JSON.stringify(value);
}
