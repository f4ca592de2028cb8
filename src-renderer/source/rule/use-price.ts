import { policySchema } from '../../../src-preload/contract/index.ts';
import type { Policy } from '../../../src-preload/contract/index.ts';
import { api } from '../../bridge/connection.ts';
import { useAnswer } from '../../ui/use-answer.ts';

interface Price {
  callsPerDay: number;
  fixedCallsPerDay: number;
  hoursLearned: boolean;
  hoursAssumed: string;
  quarters: number[];
  looked: boolean[];
}

function askPrice(policy: string): Promise<Price> | null {
  const checked = policySchema.safeParse(JSON.parse(policy));
  if (!checked.success) return null;
  const ask = async () => api().policies.preview({ policy: checked.data });
  return ask();
}

/** What a rule would cost in a day; `null` until that is known, or while the rule is not complete. */
export function usePrice(policy: Policy): Price | null {
  return useAnswer(JSON.stringify(policy), askPrice);
}
