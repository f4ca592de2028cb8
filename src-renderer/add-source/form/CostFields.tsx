import type { QuotaDraft } from '../draft.ts';
import { countWords } from '../../ui/format.ts';
import { Fold } from './Fold.tsx';
import classes from './form.module.css';
import { NumberField } from './NumberField.tsx';
import { TextField } from './TextField.tsx';

interface CostFieldsProps {
  quota: QuotaDraft;
  onChange: (quota: QuotaDraft) => void;
}

function summary({ cost, costHeader, costExpression }: QuotaDraft): string {
  if (costExpression.trim() !== '') return 'Worked out from the request';
  if (costHeader.trim() !== '') return `Told by ${costHeader.trim()}`;
  return cost === '' || cost === 1 ? '1 call' : countWords(cost, 'credit');
}

/** What one call costs in the unit of the limits: a number, what a header says, or an expression on the request. */
export function CostFields({ quota, onChange }: CostFieldsProps) {
  return (
    <Fold title="What a call costs" summary={summary(quota)} paths={['quota.cost']}>
      <div className={classes['row']}>
        <NumberField
          path="quota.cost"
          label="A call costs"
          description="Where credits are metered."
          placeholder="1"
          min={0}
          value={quota.cost}
          onChange={(cost) => onChange({ ...quota, cost })}
        />
        <TextField
          path="quota.cost.header"
          label="Header that says the cost"
          description="For example x-requests-last."
          placeholder="None"
          value={quota.costHeader}
          onChange={(costHeader) => onChange({ ...quota, costHeader })}
        />
      </div>
      <TextField
        path="quota.cost.expression"
        label="Or worked out from the request"
        description="A JSONata expression on url, query, method and page, for example $count($split(query.regions, ',')) * 2."
        placeholder="None"
        mono
        value={quota.costExpression}
        onChange={(costExpression) => onChange({ ...quota, costExpression })}
      />
    </Fold>
  );
}
