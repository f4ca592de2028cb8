import type { Retention } from '../../../src-preload/contract/index.ts';
import type { NumberText } from './number-text.ts';

/** How long records are kept; empty: for good. */
export interface RetentionDraft {
  olderThanDays: NumberText;
  keepNewest: NumberText;
}

export function emptyRetention(): RetentionDraft {
  return { olderThanDays: '', keepNewest: '' };
}

export function retentionFrom(retention: Retention | undefined): RetentionDraft {
  return { olderThanDays: retention?.olderThanDays ?? '', keepNewest: retention?.keepNewest ?? '' };
}

/** `undefined` when everything is kept. */
export function retentionToInput({ olderThanDays, keepNewest }: RetentionDraft): Retention | undefined {
  if (olderThanDays === '' && keepNewest === '') return undefined;
  return { ...(olderThanDays === '' ? {} : { olderThanDays }), ...(keepNewest === '' ? {} : { keepNewest }) };
}
