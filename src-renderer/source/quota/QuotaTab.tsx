import { useState } from 'react';
import type { SourceStatus } from '../../../src-preload/contract/index.ts';
import { quotaFrom, quotaToInput } from '../../add-source/draft.ts';
import type { QuotaDraft } from '../../add-source/draft.ts';
import { ProblemList } from '../../add-source/form/ProblemList.tsx';
import { Problems } from '../../add-source/form/problems.ts';
import { QuotaFields } from '../../add-source/form/QuotaFields.tsx';
import { PlanLine } from '../../ui/PlanLine.tsx';
import { SavingsPart } from '../../savings/SavingsPart.tsx';
import { ReadOnlyNote, useIsReadOnly } from '../ReadOnlyNote.tsx';
import { saveConfig } from '../save-config.ts';
import { SaveBar } from '../SaveBar.tsx';
import classes from '../source.module.css';
import { useSaving } from '../use-saving.ts';
import { CallsToday } from './CallsToday.tsx';
import quotaClasses from './quota.module.css';
import { QuotaWindow } from './QuotaWindow.tsx';

/** How the quota of a source stands, and what it is. */
export function QuotaTab({ source }: { source: SourceStatus }) {
  const { config, quotas } = source;
  const [edited, setEdited] = useState<QuotaDraft | null>(null);
  const { saving, problems, setProblems, save } = useSaving();
  const draft = edited ?? quotaFrom(config.quota);
  const readOnly = useIsReadOnly(source);
  const changed = edited !== null && JSON.stringify(edited) !== JSON.stringify(quotaFrom(config.quota));
  const keep = () => {
    const missing = draft.windows.flatMap((window, index) =>
      window.limit === '' ? [{ path: `quota.windows.${index}.limit`, message: 'Enter how many calls are allowed' }] : [],
    );
    if (missing.length > 0) {
      setProblems(missing);
      return;
    }
    save(async () => {
      await saveConfig(config, { ...config, quota: quotaToInput(draft) }, `Changed the quota of ${source.name}`);
      setEdited(null);
    });
  };
  return (
    <div className={classes['page']}>
      {quotas.length > 0 && (
        <div className={quotaClasses['windows']}>
          {quotas.map((use, index) => (
            <QuotaWindow key={`${use.per} ${use.align} ${index}`} use={use} />
          ))}
        </div>
      )}
      <CallsToday source={source} />
      <ReadOnlyNote source={source} />
      <Problems value={problems}>
        <QuotaFields quota={draft} onChange={setEdited} disabled={readOnly} />
      </Problems>
      <ProblemList problems={problems} />
      {changed && <PlanLine draft={{ ...config, quota: quotaToInput(draft) }} />}
      {!readOnly && <SaveBar changed={changed} saving={saving} onSave={keep} onDiscard={() => setEdited(null)} />}
      <SavingsPart sourceId={source.id} />
    </div>
  );
}
