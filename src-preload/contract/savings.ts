import { z } from 'zod';

const totals = {
  calls: z.number().int().describe('Calls made, also those that brought nothing new or failed.'),
  fixedCalls: z
    .number()
    .int()
    .describe(
      'Calls that polling every 5 minutes would have made in the time in which Freshet ran and the source was there and not paused. Sources that are only refreshed by hand have none.',
    ),
  notModified: z.number().int().describe("Calls that were answered 'not modified' (304)."),
  refused: z
    .number()
    .int()
    .describe('Calls that the quota did not let leave: presses, calls within a refresh, and refreshes that came due and were held back.'),
  bytes: z.number().int().describe('Bytes of all answers, as far as they were read.'),
  cost: z.number().describe('What the calls cost in the unit of the windows, corrected by what the answers said.'),
  fixedCost: z.number().describe('What the calls of fixed polling would have cost: each as much as a call of the source cost then.'),
};

/** Money in one currency. What was saved is `fixed` less `spent`. */
export const moneySchema = z.object({
  currency: z.string(),
  spent: z.number().describe('Cost of the calls made at the price that is set now.'),
  fixed: z.number().describe('Cost of the calls of fixed polling at that price.'),
});
export type Money = z.infer<typeof moneySchema>;

const totalsSchema = z.object({
  ...totals,
  money: z.array(moneySchema).describe('One entry a currency, of the sources that have a price.'),
});
export type SavingsTotals = z.infer<typeof totalsSchema>;

export const savingsDaySchema = totalsSchema.extend({
  day: z.string().describe('UTC day, YYYY-MM-DD.'),
  compared: z
    .number()
    .int()
    .describe('Sources that were compared with fixed polling. A day that was counted whole has 288 calls of it for each.'),
});
export type SavingsDay = z.infer<typeof savingsDaySchema>;

export const savingsSourceSchema = totalsSchema.extend({
  sourceId: z.string(),
  sourceName: z.string(),
  days: z.number().int().describe('Days of the span for which there are numbers.'),
  comparable: z.boolean().describe('false: only refreshed by hand, so that nothing would poll it.'),
});
export type SavingsSource = z.infer<typeof savingsSourceSchema>;

/** Calls made against the calls of fixed polling. Every number is a count, none an estimate. */
export const savingsSchema = z
  .object({
    from: z.string().describe('First UTC day of the span.'),
    to: z.string().describe('Last UTC day of the span: today.'),
    items: z.array(savingsDaySchema).describe('Days with numbers, the oldest first; the others are left out.'),
    sources: z.array(savingsSourceSchema).describe('The same span by source, also those without numbers.'),
    total: totalsSchema,
    everySeconds: z.number().int().describe('The interval of fixed polling.'),
  })
  .meta({ id: 'Savings' });
export type Savings = z.infer<typeof savingsSchema>;
