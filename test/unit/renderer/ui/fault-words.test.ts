import '../locale.ts';
import { expect, test } from 'vitest';
import { demoFaultsSchema, type DemoFaultsInput } from '../../../../src-preload/contract/index.ts';
import { demoFaultsWords } from '../../../../src-renderer/ui/fault-words.ts';

test.each<[DemoFaultsInput, string | null]>([
  [{}, null],
  [{ services: { odds: {} } }, null],
  [{ cablePulled: true }, 'The network cable of the demo is pulled: nothing answers until it is back in.'],
  [{ all: { dropPercent: 20 } }, 'The demo is disturbed. All services: 20% broken off.'],
  [
    { all: { rateLimitedPercent: 10, serverErrorPercent: 5, slowMs: 500 }, services: { strava: { unauthorizedPercent: 100 } } },
    'The demo is disturbed. All other services: 10% too many calls, 5% server error and 0.5 s slower; Rides and runs: 100% expired key.',
  ],
])('%j is told as %j', (faults, words) => {
  expect(demoFaultsWords(demoFaultsSchema.parse(faults))).toBe(words);
});
