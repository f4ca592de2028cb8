import { useRef, useState } from 'react';
import type { DemoFaults } from '../../src-preload/contract/index.ts';
import { setDemoFaults } from '../ui/demo-actions.ts';

/**
 * The fault dial as it is being turned: what was set is shown at once, so that the next key goes on from it rather than
 * from what the engine has answered so far.
 */
export function useFaultDial(faults: DemoFaults): [DemoFaults, (next: DemoFaults, said: string) => void] {
  const [set, setSet] = useState<DemoFaults | null>(null);
  const turns = useRef(0);
  const turn = async (next: DemoFaults, said: string) => {
    turns.current += 1;
    const own = turns.current;
    setSet(next);
    await setDemoFaults(next, said);
    if (own === turns.current) setSet(null);
  };
  return [set ?? faults, (next, said) => void turn(next, said)];
}
