import { useCallback, useState } from 'react';
import { api } from '../bridge/connection.ts';
import { explain } from '../bridge/explain.ts';
import type { Problem } from '../bridge/explain.ts';
import { go } from '../shell/route.ts';
import { notify } from '../ui/notify.tsx';
import { checkDraft, toInput } from './draft.ts';
import type { Draft } from './draft.ts';
import { forgetDraft } from './draft-store.ts';

/** Adds the source and goes to its records. What is not accepted goes to `onProblems`. */
export function useSave(onProblems: (problems: readonly Problem[]) => void): { saving: boolean; save: (draft: Draft) => void } {
  const [saving, setSaving] = useState(false);
  const save = useCallback(
    (draft: Draft) => {
      const missing = checkDraft(draft);
      onProblems(missing);
      if (missing.length > 0) return;
      const add = async () => {
        setSaving(true);
        try {
          const source = await api().sources.add(toInput(draft));
          forgetDraft();
          go({ screen: 'source', id: source.id, tab: 'records' });
        } catch (error) {
          const { message, advice, problems } = explain(error);
          onProblems(problems);
          notify({ title: message, text: advice, tone: 'error' });
        } finally {
          setSaving(false);
        }
      };
      void add();
    },
    [onProblems],
  );
  return { saving, save };
}
