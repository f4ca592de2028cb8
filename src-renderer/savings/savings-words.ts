import type { Savings, SavingsTotals } from '../../src-preload/contract/index.ts';
import { bytesWords, countWords, dayWords, moneyWords, numberWords, percentWords, unitsWords } from '../ui/format.ts';
import type { ShownDay } from './savings-days.ts';

/** The share of the calls of fixed polling that were not made; below 0 where more were. `null` without any to compare with. */
export function savedShare({ calls, fixedCalls }: Pick<SavingsTotals, 'calls' | 'fixedCalls'>): number | null {
  return fixedCalls === 0 ? null : 1 - calls / fixedCalls;
}

/** Whether units say more than calls: some call cost anything but 1. Units of several sources are not the same thing and are not told together. */
export function hasUnits({ sources, total }: Pick<Savings, 'sources' | 'total'>): boolean {
  return sources.length === 1 && (total.cost !== total.calls || total.fixedCost !== total.fixedCalls);
}

/** '86% fewer', '12% more', 'as many'. */
export function comparedWords(share: number): string {
  if (share === 0) return 'as many';
  // Rounded, nearly all would read as all.
  const shown = share > 0 && share < 1 ? Math.min(share, 0.99) : Math.abs(share);
  return `${percentWords(shown)} ${share > 0 ? 'fewer' : 'more'}`;
}

/** What was saved, and what was spent beyond fixed polling: 'saved 7,436 calls, €12.40; $3.00 more spent'. */
function savedWords({ calls, fixedCalls, money }: SavingsTotals): string {
  const saved = [
    ...(fixedCalls > calls ? [countWords(fixedCalls - calls, 'call')] : []),
    ...money.filter(({ spent, fixed }) => fixed > spent).map(({ currency, spent, fixed }) => moneyWords(fixed - spent, currency)),
  ];
  const more = money.filter(({ spent, fixed }) => spent > fixed);
  return [
    ...(saved.length === 0 ? [] : [`saved ${saved.join(', ')}`]),
    ...more.map(({ currency, spent, fixed }) => `${moneyWords(spent - fixed, currency)} more spent`),
  ].join('; ');
}

/** All totals in one line, the calls first; `withUnits` where calls differ in cost. */
export function totalsSentence(total: SavingsTotals, withUnits: boolean): string {
  const { calls, fixedCalls, notModified, refused, bytes, money, cost, fixedCost } = total;
  const isCompared = fixedCalls > 0;
  const fixedWords = (words: string) => (isCompared ? `, ${words} by fixed polling` : '');
  return [
    `${countWords(calls, 'call')} made${fixedWords(numberWords(fixedCalls))}`,
    withUnits ? `${unitsWords(cost)} units spent${fixedWords(unitsWords(fixedCost))}` : '',
    ...(isCompared ? [savedWords(total)] : money.map(({ currency, spent }) => `${moneyWords(spent, currency)} spent`)),
    notModified === 0 ? '' : `${numberWords(notModified)} of them brought nothing new (304)`,
    refused === 0 ? '' : `${numberWords(refused)} refused by quota`,
    `${bytesWords(bytes)} received`,
  ]
    .filter((part) => part !== '')
    .join('; ');
}

interface DayFact {
  name: string;
  words: string;
}

/** For how much of a day fixed polling was counted, where that is not the whole day. */
export function shareWords(share: number | null): string | null {
  return share === null || share >= 1 ? null : `${percentWords(share)} of the day`;
}

/** Everything that was counted in a day, as names and numbers; `withUnits` where calls differ in cost. */
export function dayFacts({ counted, share }: ShownDay, withUnits: boolean): DayFact[] {
  if (counted === null) return [];
  const { calls, fixedCalls, notModified, refused, bytes, cost, money, compared } = counted;
  const saved = savedShare(counted);
  const partly = shareWords(share);
  return [
    { name: 'Calls made', words: numberWords(calls) },
    ...(compared === 0 ? [] : [{ name: 'By fixed polling', words: numberWords(fixedCalls) }]),
    ...(saved === null ? [] : [{ name: 'Saved', words: `${numberWords(fixedCalls - calls)} (${comparedWords(saved)})` }]),
    { name: 'Nothing new (304)', words: numberWords(notModified) },
    { name: 'Refused by quota', words: numberWords(refused) },
    ...(withUnits ? [{ name: 'Units spent', words: unitsWords(cost) }] : []),
    ...money.map(({ currency, spent }) => ({ name: `Spent in ${currency}`, words: moneyWords(spent, currency) })),
    { name: 'Received', words: bytesWords(bytes) },
    ...(partly === null ? [] : [{ name: 'Counted for', words: partly }]),
  ];
}

/** '21 Nov', '21 Nov, today'. */
export function dayName(day: string, today: string): string {
  return day === today ? `${dayWords(day)}, today` : dayWords(day);
}

/** A day in one line, for whoever does not see the chart. */
export function daySentence(shown: ShownDay, today: string, withUnits: boolean): string {
  const facts = dayFacts(shown, withUnits).map(
    ({ name, words }) => `${name.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase())} ${words}`,
  );
  return `${dayName(shown.day, today)}: ${facts.length === 0 ? 'nothing was counted' : facts.join(', ')}`;
}
