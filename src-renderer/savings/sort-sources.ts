import type { SavingsSource } from '../../src-preload/contract/index.ts';
import { savedShare } from './savings-words.ts';

export type SourceColumn = 'name' | 'calls' | 'fixedCalls' | 'saved' | 'share' | 'money' | 'cost' | 'notModified' | 'refused' | 'bytes';

export interface SourceSort {
  column: SourceColumn;
  descending: boolean;
}

/** What a source has in a column; `null` where it has nothing there. */
function valueOf(source: SavingsSource, column: Exclude<SourceColumn, 'name'>): number | null {
  switch (column) {
    case 'fixedCalls':
      return source.fixedCalls === 0 ? null : source.fixedCalls;
    case 'saved':
      return source.fixedCalls === 0 ? null : source.fixedCalls - source.calls;
    case 'share':
      return savedShare(source);
    case 'money':
      return source.money[0] === undefined ? null : source.money[0].fixed - source.money[0].spent;
    default:
      return source[column];
  }
}

/** Sources in the order of a column. Those with nothing in it come last, either way; amounts of different currencies are not compared. */
export function sortSources(sources: readonly SavingsSource[], { column, descending }: SourceSort): SavingsSource[] {
  const turn = descending ? -1 : 1;
  const byName = (a: SavingsSource, b: SavingsSource) => a.sourceName.localeCompare(b.sourceName);
  if (column === 'name') return sources.toSorted((a, b) => turn * byName(a, b));
  return sources.toSorted((a, b) => {
    const [left, right] = [valueOf(a, column), valueOf(b, column)];
    if (left === null || right === null) return left === right ? byName(a, b) : left === null ? 1 : -1;
    if (column === 'money') {
      const currencies = (a.money[0]?.currency ?? '').localeCompare(b.money[0]?.currency ?? '');
      if (currencies !== 0) return currencies;
    }
    return turn * (left - right) || byName(a, b);
  });
}

/** The order after a press on a column's head: the other way round, or numbers from the largest and names from A. */
export function sortAfterPress(sort: SourceSort, column: SourceColumn): SourceSort {
  return sort.column === column ? { column, descending: !sort.descending } : { column, descending: column !== 'name' };
}
