import { Button } from '@mantine/core';
import { explain } from '../../bridge/explain.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { countWords, numberWords } from '../../ui/format.ts';
import { Loading } from '../../ui/Loading.tsx';
import { showsDraft } from '../draft.ts';
import type { Draft } from '../draft.ts';
import { Guesses } from './Guesses.tsx';
import classes from './preview.module.css';
import { PreviewFacts } from './PreviewFacts.tsx';
import { PreviewFailure } from './PreviewFailure.tsx';
import { PreviewTable } from './PreviewTable.tsx';
import type { PreviewState } from './use-preview.ts';

interface PreviewPaneProps {
  state: PreviewState;
  draft: Draft;
  onChange: (draft: Draft) => void;
  onRun: () => void;
}

/** What one call to the API gave: the call itself, suggestions, and the first records. */
export function PreviewPane({ state, draft, onChange, onRun }: PreviewPaneProps) {
  const { preview, running, error } = state;
  if (running && preview === null) return <Loading words="Calling the API" />;
  if (preview === null && error === null) {
    return (
      <EmptyState title="Nothing previewed yet" text="Preview makes one call and shows what would be stored. Nothing is saved by it." />
    );
  }
  const failed = error === null ? null : explain(error);
  return (
    <div className={classes['pane']} aria-busy={running} aria-live="polite">
      {failed !== null && <PreviewFailure message={failed.message} advice={failed.advice} />}
      {failed === null && preview !== null && (
        <>
          <PreviewFacts preview={preview} />
          {preview.failure !== null && <PreviewFailure message={preview.failure.message} advice={preview.failure.advice} />}
          <Guesses draft={draft} preview={preview} onChange={onChange} />
          {preview.failure === null && !showsDraft(draft, preview) && (
            <div className={classes['note']}>
              <p className={classes['head']}>
                The form has changed since. The table was made with id {preview.used.idField}, list {preview.used.list || 'the whole body'}.
              </p>
              <Button variant="default" size="compact-sm" mt={8} onClick={onRun}>
                Preview again, 1 call
              </Button>
            </div>
          )}
          {preview.rows.length > 0 && (
            <>
              <h3 className={classes['head']}>
                {preview.rows.length < preview.total
                  ? `First ${preview.rows.length} of ${numberWords(preview.total)} records`
                  : countWords(preview.total, 'record')}
              </h3>
              <PreviewTable preview={preview} />
            </>
          )}
          {preview.failure === null && preview.rows.length === 0 && (
            <p className={classes['note']}>The API answered, with no records in it.</p>
          )}
          {preview.rejected.length > 0 && (
            <>
              <h3 className={classes['head']}>Not taken</h3>
              <ul className={classes['rejected']}>
                {preview.rejected.map((each) => (
                  <li key={each.reason}>
                    {numberWords(each.count)}: {each.reason} <code className={classes['faint']}>{each.example}</code>
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
    </div>
  );
}
