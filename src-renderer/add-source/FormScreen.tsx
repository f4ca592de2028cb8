import { Button } from '@mantine/core';
import { useCallback, useEffect } from 'react';
import type { Preview } from '../../src-preload/contract/index.ts';
import { notify } from '../ui/notify.tsx';
import { PlanLine } from '../ui/PlanLine.tsx';
import { BackToGallery } from './BackToGallery.tsx';
import { applyGuess, emptyDraft, toInput } from './draft.ts';
import { forgetDraft, setDraft, useDraft } from './draft-store.ts';
import { ProblemList } from './form/ProblemList.tsx';
import { SourceForm } from './form/SourceForm.tsx';
import classes from './add-source.module.css';
import { PreviewPane } from './preview/PreviewPane.tsx';
import { usePreview } from './preview/use-preview.ts';
import { useSave } from './use-save.ts';

const EMPTY = JSON.stringify(emptyDraft());

function fillFrom(preview: Preview): void {
  const { draft } = useDraft.getState();
  const filled = applyGuess(draft, preview);
  if (filled !== draft) setDraft(filled);
}

function clear(): void {
  const { draft } = useDraft.getState();
  forgetDraft();
  notify({ text: 'Cleared the form', shownMs: 10_000, offer: { label: 'Undo', run: () => setDraft(draft) } });
}

/** Adding a source by its address: the form on one side, what one call with it gives on the other. */
export function FormScreen() {
  const draft = useDraft((state) => state.draft);
  const state = usePreview(fillFrom);
  const { run, stop, running, problems, setProblems } = state;
  const { saving, save } = useSave(setProblems);
  const tryIt = useCallback(() => run(useDraft.getState().draft), [run]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      tryIt();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [tryIt]);

  const columns = state.preview?.columns ?? [];
  return (
    <div className={classes['screen']}>
      <div className={classes['column']}>
        <BackToGallery />
        <div className={classes['head']}>
          <h1 className={classes['title']}>Any JSON API</h1>
          {JSON.stringify(draft) !== EMPTY && (
            <Button variant="subtle" color="gray" size="compact-sm" onClick={clear}>
              Clear
            </Button>
          )}
        </div>
        <SourceForm draft={draft} onChange={setDraft} problems={problems} mode="add" fields={columns} />
        <ProblemList problems={problems} />
        <PlanLine draft={toInput(draft)} />
        <div className={classes['buttons']}>
          <Button onClick={() => save(draft)} loading={saving} data-testid="add-save">
            Save
          </Button>
          <span className={classes['hint']}>The first refresh follows at once.</span>
        </div>
      </div>
      <section className={classes['column']} aria-label="Preview">
        <div className={classes['head']}>
          <h2 className={classes['subtitle']}>Preview</h2>
          <span className={classes['hint']}>Ctrl Enter</span>
          <Button variant="default" onClick={running ? stop : tryIt} aria-busy={running} data-testid="add-preview">
            {running ? 'Cancel' : 'Preview, 1 call'}
          </Button>
        </div>
        <PreviewPane state={state} draft={draft} onChange={setDraft} onRun={tryIt} />
      </section>
    </div>
  );
}
