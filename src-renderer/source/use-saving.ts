import { useCallback, useState } from 'react';
import { explain } from '../bridge/explain.ts';
import type { Problem } from '../bridge/explain.ts';
import { notify } from '../ui/notify.tsx';

/** The state of a form's Save: whether it runs, and what is not accepted. */
export function useSaving(): {
  saving: boolean;
  problems: readonly Problem[];
  setProblems: (problems: readonly Problem[]) => void;
  save: (work: () => Promise<void>) => void;
} {
  const [saving, setSaving] = useState(false);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const save = useCallback((work: () => Promise<void>) => {
    const run = async () => {
      setSaving(true);
      setProblems([]);
      try {
        await work();
      } catch (error) {
        const explained = explain(error);
        setProblems(explained.problems);
        notify({ title: explained.message, text: explained.advice, tone: 'error' });
      } finally {
        setSaving(false);
      }
    };
    void run();
  }, []);
  return { saving, problems, setProblems, save };
}
