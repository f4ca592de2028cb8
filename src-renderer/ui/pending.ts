import { create } from 'zustand';
import { MANUAL_DEBOUNCE_MS } from '../../src-preload/contract/index.ts';

/** Sources whose Refresh was pressed a moment ago: the press shows at once, before the engine has answered. */
const usePendingStore = create<{ ids: ReadonlySet<string> }>()(() => ({ ids: new Set() }));

export function usePending(id: string): boolean {
  return usePendingStore((state) => state.ids.has(id));
}

function change(id: string, pending: boolean): void {
  usePendingStore.setState(({ ids }) => {
    const next = new Set(ids);
    if (pending) next.add(id);
    else next.delete(id);
    return { ids: next };
  });
}

/**
 * Holds a source pending until `work` has ended, and at least as long as two presses count as one: the second half of a
 * double click must not meet the Cancel that took the place of Refresh.
 */
export async function whilePending<T>(id: string, work: Promise<T>): Promise<T> {
  change(id, true);
  const atLeast = new Promise((resolve) => setTimeout(resolve, MANUAL_DEBOUNCE_MS));
  void Promise.allSettled([work, atLeast]).then(() => change(id, false));
  return work;
}
