import { IconCoins } from '@tabler/icons-react';
import type { ChangePlan, SourceDraftInput } from '../../src-preload/contract/index.ts';
import { changePlanSentence, sourceDraftSchema } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import { dateWords, moneyWords, numberWords } from './format.ts';
import classes from './PlanLine.module.css';
import { useAnswer } from './use-answer.ts';

const decimal = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

const words = {
  number: (value: number) => (Number.isInteger(value) ? numberWords(value) : decimal.format(value)),
  money: moneyWords,
  day: dateWords,
};

function askPlan(draft: string): Promise<ChangePlan> | null {
  const checked = sourceDraftSchema.safeParse(JSON.parse(draft));
  if (!checked.success) return null;
  const ask = async () => api().sources.plan(checked.data);
  return ask();
}

/** What settings that are being edited would cost, before they are saved; nothing where they cost the same as now. */
export function PlanLine({ draft }: { draft: SourceDraftInput }) {
  // What it costs does not depend on the key, which needs not leave the form for this.
  const { auth: _auth, ...rest } = draft;
  const plan = useAnswer(JSON.stringify(rest), askPlan);
  if (plan?.changes !== true) return null;
  return (
    <p className={classes['plan']} role="status" data-testid="plan">
      <IconCoins size={16} stroke={1.8} aria-hidden />
      <span>
        {changePlanSentence(plan, words)}. <small>{plan.hoursLearned ? 'At your usual hours.' : 'If somebody looks from 9 to 17.'}</small>
      </span>
    </p>
  );
}
