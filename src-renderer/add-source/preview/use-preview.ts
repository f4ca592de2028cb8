import { useCallback, useEffect, useRef, useState } from 'react';
import type { Preview } from '../../../src-preload/contract/index.ts';
import { api } from '../../bridge/connection.ts';
import { explain, isAbort } from '../../bridge/explain.ts';
import type { Problem } from '../../bridge/explain.ts';
import { checkDraft, toInput } from '../draft.ts';
import type { Draft } from '../draft.ts';

export interface PreviewState {
  running: boolean;
  preview: Preview | null;
  /** A call that failed before anything left, for example because a value is not accepted. */
  error: unknown;
  problems: readonly Problem[];
}

const NOTHING: PreviewState = { running: false, preview: null, error: null, problems: [] };

interface UsePreview extends PreviewState {
  run: (draft: Draft) => void;
  stop: () => void;
  setProblems: (problems: readonly Problem[]) => void;
}

/** Tries a draft against its API. A further try takes the place of the one that runs. `onPreview` gets each answer. */
export function usePreview(onPreview: (preview: Preview) => void): UsePreview {
  const [state, setState] = useState(NOTHING);
  const current = useRef<AbortController | null>(null);
  const stop = useCallback(() => {
    current.current?.abort();
    current.current = null;
    setState((before) => ({ ...before, running: false }));
  }, []);
  useEffect(() => () => current.current?.abort(), []);

  const run = useCallback(
    (draft: Draft) => {
      const missing = checkDraft(draft);
      if (missing.length > 0) {
        setState((before) => ({ ...before, problems: missing, error: null }));
        return;
      }
      current.current?.abort();
      const control = new AbortController();
      current.current = control;
      setState((before) => ({ ...before, running: true, error: null, problems: [] }));
      const call = async () => {
        try {
          const preview = await api().sources.preview(toInput(draft), { signal: control.signal });
          if (control.signal.aborted) return;
          setState({ running: false, preview, error: null, problems: [] });
          onPreview(preview);
        } catch (error) {
          if (control.signal.aborted || isAbort(error)) return;
          const { problems } = explain(error);
          setState((before) => ({ ...before, running: false, problems, error }));
        }
      };
      void call();
    },
    [onPreview],
  );
  const setProblems = useCallback((problems: readonly Problem[]) => setState((before) => ({ ...before, problems })), []);
  return { ...state, run, stop, setProblems };
}
