import { useState } from 'react';
import type { SourceStatus } from '../../../src-preload/contract/index.ts';
import { policySentence } from '../../../src-preload/contract/index.ts';
import { policyFrom, policyToInput } from '../../add-source/draft.ts';
import { PolicyFields } from '../../add-source/form/PolicyFields.tsx';
import { ProblemList } from '../../add-source/form/ProblemList.tsx';
import { Problems } from '../../add-source/form/problems.ts';
import { countWords, numberWords } from '../../ui/format.ts';
import { PlanLine } from '../../ui/PlanLine.tsx';
import { ReadOnlyNote, useIsReadOnly } from '../ReadOnlyNote.tsx';
import { saveConfig } from '../save-config.ts';
import { SaveBar } from '../SaveBar.tsx';
import classes from '../source.module.css';
import { useSaving } from '../use-saving.ts';
import { DayStrip } from './DayStrip.tsx';
import { usePrice } from './use-price.ts';

/** When the source is refreshed, what that costs in a day, and how to change it. */
export function RuleTab({ source }: { source: SourceStatus }) {
  const { config } = source;
  const [edited, setEdited] = useState<ReturnType<typeof policyFrom> | null>(null);
  const { saving, problems, save } = useSaving();
  const draft = edited ?? policyFrom(config.policy);
  const policy = policyToInput(draft);
  const price = usePrice(policy);
  const readOnly = useIsReadOnly(source);
  const changed = JSON.stringify(policyToInput(policyFrom(config.policy))) !== JSON.stringify(policy);
  const keep = () =>
    save(async () => {
      await saveConfig(config, { ...config, policy }, `Changed the rule of ${source.name}`);
      setEdited(null);
    });
  return (
    <div className={classes['page']}>
      <p className={classes['now']} data-testid="rule-sentence">
        {policySentence(config.policy)}
      </p>
      <ReadOnlyNote source={source} />
      {!readOnly && (
        <Problems value={problems}>
          <PolicyFields key={JSON.stringify(config.policy)} policy={draft} onChange={setEdited} disabled={false} />
        </Problems>
      )}
      <ProblemList problems={problems} />
      <p className={classes['hint']} data-testid="rule-price">
        {price === null ? (
          'What this costs in a day is worked out as you type.'
        ) : (
          <>
            {price.hoursLearned ? (
              <>
                At your usual hours this makes about <strong>{countWords(price.callsPerDay, 'call')}</strong> a day
              </>
            ) : (
              <>
                At most <strong>{countWords(price.callsPerDay, 'call')}</strong> a day, {price.hoursAssumed}
              </>
            )}
            ; polling every 5 minutes would make <strong>{numberWords(price.fixedCallsPerDay)}</strong>.
          </>
        )}
      </p>
      {price !== null && <DayStrip quarters={price.quarters} looked={price.looked} />}
      {changed && <PlanLine draft={{ ...config, policy }} />}
      {!readOnly && <SaveBar changed={changed} saving={saving} onSave={keep} onDiscard={() => setEdited(null)} />}
    </div>
  );
}
