import { create } from 'zustand';
import { emptyDraft, readKept, withoutSecrets } from './draft.ts';
import type { Draft } from './draft.ts';

const KEY = 'freshet.draft';
const WRITE_AFTER_MS = 300;

/** The source that is being added. In memory it survives leaving the screen; the browser keeps it over a reload, without secrets. */
export const useDraft = create<{ draft: Draft }>()(() => ({ draft: readKept(sessionStorage.getItem(KEY)) ?? emptyDraft() }));

let timer: ReturnType<typeof setTimeout> | undefined;

useDraft.subscribe(({ draft }) => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(withoutSecrets(draft)));
    } catch {
      // A full or forbidden storage costs the draft over a reload, nothing else.
    }
  }, WRITE_AFTER_MS);
});

export function setDraft(draft: Draft): void {
  useDraft.setState({ draft });
}

export function forgetDraft(): void {
  useDraft.setState({ draft: emptyDraft() });
}
