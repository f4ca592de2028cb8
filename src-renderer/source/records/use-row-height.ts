import { useSyncExternalStore } from 'react';

const ROOMY = 32;
const COMPACT = 26;

function subscribe(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-density'] });
  return () => observer.disconnect();
}

/** Height of one row of records in pixels, by the chosen density. */
export function useRowHeight(): number {
  return useSyncExternalStore(subscribe, () => (document.documentElement.dataset['density'] === 'compact' ? COMPACT : ROOMY));
}
