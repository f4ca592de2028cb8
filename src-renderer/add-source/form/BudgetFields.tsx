import type { QuotaDraft } from '../draft.ts';
import { countWords } from '../../ui/format.ts';
import { ChoiceField } from './ChoiceField.tsx';
import { Fold } from './Fold.tsx';
import classes from './form.module.css';
import { NumberField } from './NumberField.tsx';
import { TextField } from './TextField.tsx';

const UNITS = [
  ['calls', 'calls or credits'],
  ['money', 'in money'],
] as const;

interface BudgetFieldsProps {
  quota: QuotaDraft;
  onChange: (quota: QuotaDraft) => void;
}

function summary({ budget, budgetUnit, pricePerUnit, currency }: QuotaDraft): string {
  const price = pricePerUnit === '' ? null : `${pricePerUnit} ${currency.toUpperCase()} a call`;
  const most =
    budget === '' ? null : `${budgetUnit === 'money' ? `${budget} ${currency.toUpperCase()}` : countWords(budget, 'call')} a month`;
  return [most, price].filter((each) => each !== null).join(' · ') || 'None';
}

/** What a call costs in money, and what may be spent in a month. */
export function BudgetFields({ quota, onChange }: BudgetFieldsProps) {
  return (
    <Fold title="Budget" summary={summary(quota)} paths={['quota.price', 'quota.budget']}>
      <div className={classes['row']}>
        <NumberField
          path="quota.price.perUnit"
          label="Price of a call"
          description="Or of a credit, in money."
          placeholder="Not known"
          min={0}
          decimalScale={8}
          value={quota.pricePerUnit}
          onChange={(pricePerUnit) => onChange({ ...quota, pricePerUnit })}
        />
        <TextField
          path="quota.price.currency"
          label="Currency"
          description="ISO 4217 code."
          placeholder="EUR"
          className={classes['narrow']}
          maxLength={3}
          value={quota.currency}
          onChange={(currency) => onChange({ ...quota, currency })}
        />
      </div>
      <div className={classes['row']}>
        <NumberField
          path="quota.budget.perMonth"
          label="At most in a month"
          description="Counted beside the limits."
          placeholder="No budget"
          min={0}
          value={quota.budget}
          onChange={(budget) => onChange({ ...quota, budget })}
        />
        <ChoiceField
          path="quota.budget.unit"
          label="Counted"
          description="Money needs the price."
          value={quota.budgetUnit}
          choices={UNITS}
          onChange={(budgetUnit) => onChange({ ...quota, budgetUnit })}
        />
        <TextField
          path="quota.budget.timeZone"
          label="Time zone"
          description="Whose month it is."
          placeholder="UTC"
          className={classes['zone']}
          value={quota.budgetTimeZone}
          onChange={(budgetTimeZone) => onChange({ ...quota, budgetTimeZone })}
        />
      </div>
    </Fold>
  );
}
