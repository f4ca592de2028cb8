import type { DemoFault, DemoFaults, DemoServiceId } from '../../src-preload/contract/index.ts';
import { percentWords, unitsWords } from './format.ts';

/** The services of the demo, as they are called on screen. */
export const demoServiceNames: Readonly<Record<DemoServiceId, string>> = {
  odds: 'Match odds',
  n8n: 'Workflows',
  statistics: 'Statistics',
  events: 'Calendar',
  strava: 'Rides and runs',
  wikimedia: 'Edits of a wiki',
  parcels: 'Parcels',
};

export type FaultShare = Exclude<keyof DemoFault, 'slowMs'>;

/** The shares of the dial, each with its name and what it does. */
export const faultShares: readonly { key: FaultShare; name: string; means: string }[] = [
  { key: 'rateLimitedPercent', name: 'Too many calls', means: 'Refused with 429, and asked to wait 30 s.' },
  {
    key: 'unauthorizedPercent',
    name: 'Expired key',
    means: 'Refused with 401. Press Refresh afterwards: a refused key is not tried again by itself.',
  },
  { key: 'serverErrorPercent', name: 'Server error', means: 'Ended with 500, which Freshet tries again.' },
  { key: 'dropPercent', name: 'Broken off', means: 'Cut off in the middle of the answer.' },
  { key: 'malformedPercent', name: 'Nonsense', means: 'Answered with half a body, or a web page in its place.' },
];

/** What a fault does, such as '20% server error and 2 s slower'; '' where it does nothing. */
function faultWords(fault: DemoFault): string {
  const words = faultShares
    .filter(({ key }) => fault[key] > 0)
    .map(({ key, name }) => `${percentWords(fault[key] / 100)} ${name.toLowerCase()}`);
  if (fault.slowMs > 0) words.push(`${unitsWords(fault.slowMs / 1000)} s slower`);
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** What is wrong in the demo, in a sentence; `null` where nothing is. */
export function demoFaultsWords({ cablePulled, all, services }: DemoFaults): string | null {
  if (cablePulled) return 'The network cable of the demo is pulled: nothing answers until it is back in.';
  const own = Object.entries(services).flatMap(([id, fault]) => {
    const name = demoServiceNames[id as DemoServiceId];
    const words = faultWords(fault);
    return words === '' ? [] : [`${name}: ${words}`];
  });
  const shared = faultWords(all);
  const parts = [
    ...(shared === '' ? [] : [`${Object.keys(services).length === 0 ? 'all services' : 'all other services'}: ${shared}`]),
    ...own,
  ];
  return parts.length === 0 ? null : `The demo is disturbed. ${parts.join('; ')}.`.replace('. all', '. All');
}
