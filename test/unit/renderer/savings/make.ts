import type { Savings, SavingsDay, SavingsSource, SavingsTotals } from '../../../../src-preload/contract/index.ts';

export const someTotals = (change: Partial<SavingsTotals> = {}): SavingsTotals => ({
  calls: 33,
  fixedCalls: 288,
  notModified: 11,
  refused: 0,
  bytes: 2048,
  cost: 33,
  fixedCost: 288,
  money: [],
  ...change,
});

export const aDay = (day: string, change: Partial<SavingsDay> = {}): SavingsDay => ({ day, compared: 1, ...someTotals(), ...change });

export const aSource = (sourceName: string, change: Partial<SavingsSource> = {}): SavingsSource => ({
  sourceId: sourceName.toLowerCase(),
  sourceName,
  days: 1,
  comparable: true,
  ...someTotals(),
  ...change,
});

export const someSavings = (items: SavingsDay[], change: Partial<Savings> = {}): Savings => ({
  from: '2026-10-23',
  to: '2026-11-21',
  items,
  sources: [aSource('Odds')],
  total: someTotals(),
  everySeconds: 300,
  ...change,
});
