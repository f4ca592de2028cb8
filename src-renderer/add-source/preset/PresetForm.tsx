import { Button } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import type { SourcePreset } from '../../../src-preload/contract/index.ts';
import { api } from '../../bridge/connection.ts';
import { explain } from '../../bridge/explain.ts';
import { go } from '../../shell/route.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { countWords } from '../../ui/format.ts';
import { notify } from '../../ui/notify.tsx';
import addClasses from '../add-source.module.css';
import { fromConfig } from '../draft.ts';
import { setDraft } from '../draft-store.ts';
import formClasses from '../form/form.module.css';
import { ProblemList } from '../form/ProblemList.tsx';
import { Problems } from '../form/problems.ts';
import { AuthNote } from './AuthNote.tsx';
import { ConnectionResults } from './ConnectionResults.tsx';
import { ParameterField } from './ParameterField.tsx';
import classes from './preset.module.css';
import { countSources, type PresetDraft, standardDraft, toValues } from './preset-values.ts';
import { useConnectionTest } from './use-connection-test.ts';

/** What was entered, by preset, until Freshet is closed. It never leaves the memory of the page. */
const entered = new Map<string, PresetDraft>();

/** The parameters of a preset on one side, what its sources answer on the other. */
export function PresetForm({ preset }: { preset: SourcePreset }) {
  const [draft, setKnown] = useState(() => entered.get(preset.id) ?? standardDraft(preset));
  const [saving, setSaving] = useState(false);
  const test = useConnectionTest(preset);
  const { run, stop, running, results, problems, error, setProblems } = test;
  const count = countSources(preset, draft);
  const change = (next: PresetDraft) => {
    entered.set(preset.id, next);
    setKnown(next);
  };
  const tryIt = useCallback(() => run(draft), [run, draft]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      tryIt();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [tryIt]);

  const fail = (reason: unknown) => {
    const explained = explain(reason);
    setProblems(explained.problems);
    notify({ title: explained.message, text: explained.advice, tone: 'error' });
  };
  const save = async () => {
    setSaving(true);
    try {
      const { sources } = await api().presets.add({ preset, values: toValues(draft) });
      entered.delete(preset.id);
      const [first] = sources;
      if (sources.length === 1 && first !== undefined) go({ screen: 'source', id: first.id, tab: 'records' });
      else go({ screen: 'sources' });
      notify({ text: `Added ${sources.length === 1 ? (first?.name ?? '') : countWords(sources.length, 'source')}` });
    } catch (reason) {
      fail(reason);
    } finally {
      setSaving(false);
    }
  };
  const openForm = async () => {
    try {
      const filled = await api().presets.fill({ preset, values: toValues(draft) });
      setProblems(filled.problems);
      const [source] = filled.sources;
      if (filled.problems.length > 0 || source === undefined) return;
      setDraft(fromConfig(source));
      go({ screen: 'add-source', way: 'json' });
    } catch (reason) {
      fail(reason);
    }
  };
  const shownByField = new Set(preset.parameters.map(({ name }) => `values.${name}`));

  return (
    <div className={addClasses['screen']}>
      <div className={addClasses['column']}>
        <p className={addClasses['words']}>{preset.summary}</p>
        {preset.auth.kind !== 'none' && <AuthNote preset={preset} />}
        <p className={classes['links']}>
          <a href={preset.documentation} target="_blank" rel="noreferrer">
            Documentation
          </a>
          {preset.limits !== '' && <span>Limits: {preset.limits}</span>}
        </p>
        <Problems value={problems}>
          <div className={formClasses['form']}>
            {preset.parameters.map((parameter) => (
              <ParameterField key={parameter.name} parameter={parameter} draft={draft} onChange={change} />
            ))}
          </div>
        </Problems>
        <ProblemList problems={problems.filter(({ path }) => !shownByField.has(path))} />
        <div className={addClasses['buttons']}>
          <Button onClick={() => void save()} loading={saving} data-testid="preset-save">
            {count === 1 ? 'Add source' : `Add ${countWords(count, 'source')}`}
          </Button>
          {count === 1 && (
            <Button variant="default" onClick={() => void openForm()} data-testid="preset-edit">
              Change more in the form
            </Button>
          )}
        </div>
      </div>
      <section className={addClasses['column']} aria-label="Preview">
        <div className={addClasses['head']}>
          <h2 className={addClasses['subtitle']}>Preview</h2>
          <span className={addClasses['hint']}>Ctrl Enter</span>
          <Button variant="default" onClick={running ? stop : tryIt} aria-busy={running} data-testid="preset-test">
            {running ? 'Cancel' : `Test connection, ${countWords(count, 'call')}`}
          </Button>
        </div>
        {error !== null && <ErrorState error={error} onRetry={tryIt} />}
        {results.length === 0 && error === null && !running && (
          <EmptyState
            title="Not tested yet"
            text="A test makes one call for each source, shows what would be stored and says what is wrong if something is. Nothing is saved by it."
          />
        )}
        <ConnectionResults results={results} preset={preset} />
      </section>
    </div>
  );
}
