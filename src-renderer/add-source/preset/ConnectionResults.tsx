import { IconCheck } from '@tabler/icons-react';
import type { SourcePreset } from '../../../src-preload/contract/index.ts';
import { explain } from '../../bridge/explain.ts';
import { countWords } from '../../ui/format.ts';
import { Loading } from '../../ui/Loading.tsx';
import { PreviewFacts } from '../preview/PreviewFacts.tsx';
import { PreviewFailure } from '../preview/PreviewFailure.tsx';
import { PreviewTable } from '../preview/PreviewTable.tsx';
import previewClasses from '../preview/preview.module.css';
import { AuthNote } from './AuthNote.tsx';
import classes from './preset.module.css';
import type { TestResult } from './use-connection-test.ts';

const SIGN_IN_FAILURES = new Set(['unauthorized', 'forbidden', 'secret-missing']);

function Result({ result, preset }: { result: TestResult; preset: SourcePreset }) {
  const { preview, error, draft } = result;
  const failed = error === null ? null : explain(error);
  const isFine = preview !== null && preview.failure === null;
  return (
    <section className={classes['result']} aria-label={draft.name} data-testid={`result-${draft.id ?? ''}`}>
      <h3 className={classes['resultHead']}>
        {draft.name}
        {isFine && (
          <span className={classes['fine']}>
            <IconCheck size={16} stroke={2} aria-hidden />
            Works · {countWords(preview.total, 'record')}
          </span>
        )}
      </h3>
      {preview === null && failed === null && <Loading words={`Calling ${draft.name}`} />}
      {failed !== null && <PreviewFailure message={failed.message} advice={failed.advice} />}
      {preview !== null && (
        <>
          <PreviewFacts preview={preview} />
          {preview.failure !== null && <PreviewFailure message={preview.failure.message} advice={preview.failure.advice} />}
          {preview.failure !== null && SIGN_IN_FAILURES.has(preview.failure.code) && <AuthNote preset={preset} />}
          {preview.rows.length > 0 && <PreviewTable preview={preview} />}
          {isFine && preview.rows.length === 0 && <p className={previewClasses['note']}>It answered, with no records at present.</p>}
        </>
      )}
    </section>
  );
}

/** What the test of each source gave: its records, or what went wrong and what to do. */
export function ConnectionResults({ results, preset }: { results: readonly TestResult[]; preset: SourcePreset }) {
  return (
    <div className={previewClasses['pane']} aria-live="polite">
      {results.map((result) => (
        <Result key={result.draft.id ?? result.draft.name} result={result} preset={preset} />
      ))}
    </div>
  );
}
