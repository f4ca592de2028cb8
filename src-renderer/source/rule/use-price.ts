import { useEffect, useState } from 'react';
import { policySchema } from '../../../src-preload/contract/index.ts';
import type { Policy } from '../../../src-preload/contract/index.ts';
import { api } from '../../bridge/connection.ts';

interface Price {
  callsPerDay: number;
  fixedCallsPerDay: number;
  hoursAssumed: string;
}

const ASK_AFTER_MS = 200;

/** What a rule would cost in a day; `null` until that is known, or while the rule is not complete. */
export function usePrice(policy: Policy): Price | null {
  const key = JSON.stringify(policy);
  const [known, setKnown] = useState<{ key: string; price: Price | null } | null>(null);
  useEffect(() => {
    let over = false;
    const timer = setTimeout(() => {
      const checked = policySchema.safeParse(JSON.parse(key));
      if (!checked.success) return;
      const ask = async () => api().policies.preview({ policy: checked.data });
      ask().then(
        (price) => {
          if (!over) setKnown({ key, price });
        },
        () => {
          if (!over) setKnown({ key, price: null });
        },
      );
    }, ASK_AFTER_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [key]);
  // The price before stays while the next one is asked for, so that the line does not blink.
  return known?.price ?? null;
}
