import { useCallback, useEffect, useRef, useState } from 'react';
import type { Preview, SourceDraft, SourcePreset } from '../../../src-preload/contract/index.ts';
import { api } from '../../bridge/connection.ts';
import { explain, isAbort } from '../../bridge/explain.ts';
import type { Problem } from '../../bridge/explain.ts';
import type { PresetDraft } from './preset-values.ts';
import { toValues } from './preset-values.ts';

/** How one source of a preset answered. */
export interface TestResult {
  draft: SourceDraft;
  /** `null`: it is still being asked. */
  preview: Preview | null;
  /** Why no call was made. */
  error: unknown;
}

interface ConnectionTest {
  running: boolean;
  results: readonly TestResult[];
  problems: readonly Problem[];
  error: unknown;
  run: (draft: PresetDraft) => void;
  stop: () => void;
  setProblems: (problems: readonly Problem[]) => void;
}

type State = Pick<ConnectionTest, 'running' | 'results' | 'problems' | 'error'>;
const NOTHING: State = { running: false, results: [], problems: [], error: null };

/** Calls each source that a preset gives once, one after the other, and keeps what each answered. */
export function useConnectionTest(preset: SourcePreset): ConnectionTest {
  const [state, setState] = useState(NOTHING);
  const current = useRef<AbortController | null>(null);
  const stop = useCallback(() => {
    current.current?.abort();
    setState((before) => ({
      ...before,
      running: false,
      results: before.results.filter(({ preview, error }) => preview !== null || error !== null),
    }));
  }, []);
  useEffect(() => () => current.current?.abort(), []);

  const run = useCallback(
    (draft: PresetDraft) => {
      current.current?.abort();
      const control = new AbortController();
      const { signal } = control;
      current.current = control;
      setState({ ...NOTHING, running: true });
      const test = async () => {
        const { sources, problems } = await api().presets.fill({ preset, values: toValues(draft) }, { signal });
        if (problems.length > 0) {
          setState({ ...NOTHING, problems });
          return;
        }
        setState({ ...NOTHING, running: true, results: sources.map((each) => ({ draft: each, preview: null, error: null })) });
        for (const [index, each] of sources.entries()) {
          const answered = await api()
            .sources.preview(each, { signal })
            .then(
              (preview) => ({ draft: each, preview, error: null }),
              (error: unknown) => ({ draft: each, preview: null, error }),
            );
          if (signal.aborted) return;
          setState((before) => ({ ...before, results: before.results.map((known, at) => (at === index ? answered : known)) }));
        }
        setState((before) => ({ ...before, running: false }));
      };
      test().catch((error: unknown) => {
        if (signal.aborted || isAbort(error)) return;
        setState({ ...NOTHING, error, problems: explain(error).problems });
      });
    },
    [preset],
  );
  const setProblems = useCallback((problems: readonly Problem[]) => setState((before) => ({ ...before, problems })), []);
  return { ...state, run, stop, setProblems };
}
