import { z } from 'zod';
import { isoTime } from './time.ts';

/** The lengths of window that upstreams meter by. A quarter hour is Strava's. */
export const quotaPeriod = z.enum(['second', 'minute', 'quarter-hour', 'hour', 'day', 'month']);
export type QuotaPeriod = z.infer<typeof quotaPeriod>;

export const quotaWindowSchema = z.strictObject({
  limit: z.number().int().min(1).max(1_000_000_000).describe('Calls that the upstream allows in one window.'),
  per: quotaPeriod,
  align: z
    .enum(['clock', 'sliding'])
    .default('clock')
    .describe(
      'clock: the window starts on the full period in UTC. sliding: any stretch of that length. A month is always aligned to the clock.',
    ),
});
export type QuotaWindow = z.infer<typeof quotaWindowSchema>;

/** What one call costs, in the unit of the windows. */
export const costSchema = z.union([
  z.number().min(0).max(1_000_000),
  z.strictObject({
    header: z
      .string()
      .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'not a header name')
      .describe('The response header that says what the call cost.'),
    expected: z.number().min(0).max(1_000_000).default(1).describe('What a call is taken to cost until the first answer.'),
  }),
]);
export type Cost = z.infer<typeof costSchema>;

const currencies = new Set(Intl.supportedValuesOf('currency'));

/** What one unit of the windows costs in money: a call, or a credit where credits are counted. */
export const unitPriceSchema = z.strictObject({
  perUnit: z.number().positive().max(1_000_000).describe('What one call costs in money, or one credit where a call costs several.'),
  currency: z
    .string()
    .refine((code) => currencies.has(code), 'not a currency; write its ISO 4217 code, for example EUR')
    .describe('ISO 4217 code, for example EUR.'),
});
export type UnitPrice = z.infer<typeof unitPriceSchema>;

/** What may be spent in a calendar month. In effect a further window of a month, which is the user's own wish rather than the upstream's. */
export const budgetSchema = z.strictObject({
  perMonth: z.number().positive().max(1_000_000_000).describe('In calls (or credits), or in the currency of the price.'),
  unit: z.enum(['calls', 'money']),
});
export type Budget = z.infer<typeof budgetSchema>;

/** Whole calls or credits that a budget buys in a month; 0 where it buys none, or is in money and nothing is known of the price. */
export function budgetLimit(budget: Budget, price: UnitPrice | undefined): number {
  if (budget.unit === 'calls') return Math.floor(budget.perMonth);
  // 0.3 / 0.1 is a trifle less than 3 in binary.
  return price === undefined ? 0 : Math.floor((budget.perMonth / price.perUnit) * (1 + 1e-12));
}

export const quotaSchema = z
  .strictObject({
    key: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'use lower-case letters, digits and hyphens, at most 63')
      .optional()
      .describe('Sources of the same key spend from the same windows, as with one API key.'),
    cost: costSchema.default(1),
    windows: z.array(quotaWindowSchema).max(10).default([]),
    reserveForManualPercent: z.number().min(0).max(100).default(10).describe('Share of every window that only a manual refresh may use.'),
    price: unitPriceSchema.optional().describe('What a call costs in money, so that spending is shown and can be limited.'),
    budget: budgetSchema.optional().describe('What may be spent in a calendar month; counted beside the windows.'),
  })
  .superRefine(({ budget, price }, context) => {
    if (budget === undefined) return;
    if (budget.unit === 'money' && price === undefined)
      context.addIssue({ code: 'custom', path: ['price'], message: 'a budget in money needs the price of a call' });
    else if (budgetLimit(budget, price) < 1)
      context.addIssue({ code: 'custom', path: ['budget', 'perMonth'], message: 'does not pay for a single call' });
  });
export type Quota = z.infer<typeof quotaSchema>;

/** How one window stands. `used` counts what calls that have left cost, also those whose answer never came. */
export const quotaUseSchema = z.object({
  sourceId: z.string(),
  sourceName: z.string(),
  per: quotaPeriod,
  align: z.enum(['clock', 'sliding']),
  learned: z.boolean().describe('Told by the headers of an answer rather than set.'),
  limit: z.number().int(),
  used: z.number(),
  reserved: z.number().int().describe('Calls of the limit kept for manual refreshes.'),
  remaining: z.number(),
  resetsAt: isoTime.nullable().describe('When the next call is given back; null while none is used.'),
});
export type QuotaUse = z.infer<typeof quotaUseSchema>;
