import { z } from 'zod';
import { quotaPeriod, unitPriceSchema } from './quota.ts';
import { isoTime } from './time.ts';

/** What becomes of one window of a day or a month, or of a shorter one that no call fits in. */
const planWindowSchema = z.object({
  per: quotaPeriod,
  limit: z.number().int(),
  budget: z.boolean().describe('The budget of the month rather than a limit of the upstream.'),
  fate: z
    .enum(['lasts', 'spread', 'spent', 'never'])
    .describe(
      'lasts: more is allowed than is called. spread: scheduled calls are held back so that it lasts. spent: it is spent before it turns over. never: no scheduled call fits in.',
    ),
  perDay: z.number().nullable().describe('What scheduled calls are held back to in a day, where they are.'),
  spentOn: isoTime.nullable().describe('When it would be spent, in this window or the next one.'),
});
export type PlanWindow = z.infer<typeof planWindowSchema>;

const planSideSchema = z.object({
  unit: z.enum(['call', 'credit']),
  costPerCall: z.number(),
  callsPerDay: z.number().describe('Calls that the rule makes in a day at the usual hours.'),
  costPerDay: z.number(),
  price: unitPriceSchema.nullable(),
  windows: z.array(planWindowSchema),
});
export type PlanSide = z.infer<typeof planSideSchema>;

/** What settings would cost, against those that are in force. */
export const changePlanSchema = z.object({
  before: planSideSchema.nullable().describe('Null for a source that is new.'),
  after: planSideSchema,
  added: z
    .array(z.object({ name: z.string(), count: z.number().int() }))
    .describe('Parameters of the request that list more or fewer things than before, for example 2 more regions.'),
  changes: z.boolean().describe('Whether the costs differ.'),
  hoursLearned: z.boolean().describe('Worked out for the hours in which somebody usually looks; otherwise for 9 to 17.'),
  sentence: z.string(),
});
export type ChangePlan = z.infer<typeof changePlanSchema>;

/** How numbers, money and days are written: the screen passes the user's locale, the API writes English. */
export interface PlanWords {
  number: (value: number) => string;
  money: (value: number, currency: string) => string;
  day: (iso: string) => string;
}

/** A number of which only its size matters: two digits, and whole from 10 on. */
const about = (value: number) => (value >= 10 ? Math.round(value) : Math.round(value * 10) / 10);

const DAYS_OF_MONTH = 365.25 / 12;

const english = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

const englishWords: PlanWords = {
  number: (value) => english.format(value),
  money: (value, currency) => new Intl.NumberFormat('en', { style: 'currency', currency }).format(value),
  day: (iso) => iso.slice(0, 10),
};

function windowWords(window: PlanWindow, { unit, price }: PlanSide, words: PlanWords): string | null {
  const { per, limit, budget, fate, perDay, spentOn } = window;
  const most = budget && price !== null ? words.money(limit * price.perUnit, price.currency) : words.number(limit);
  const name = `the ${budget ? 'budget of ' : `${per}'s `}${most}`;
  switch (fate) {
    case 'lasts':
      return null;
    case 'never':
      return `${name} cannot pay for a single scheduled call`;
    case 'spread':
      return `held back to about ${words.number(about(perDay ?? 0))} ${unit}s a day so that ${name} ${budget ? 'lasts' : 'last'}`;
    case 'spent':
      return per === 'month' && spentOn !== null
        ? `${name} would be spent on ${words.day(spentOn)}`
        : `${name} would be spent before the ${per} ends`;
  }
}

/** 'a', or 'a → b' where it changes. */
function change(before: number | undefined, after: number, write: (value: number) => string): string {
  return before === undefined || write(before) === write(after) ? write(after) : `${write(before)} → ${write(after)}`;
}

/** A plan in words: '+2 regions: 6 → 18 credits a call, about 40 → 120 credits a day; the month's 500 would be spent on 19 Nov'. */
export function changePlanSentence({ before, after, added }: Omit<ChangePlan, 'sentence'>, words: PlanWords = englishWords): string {
  const { unit, price } = after;
  const lead = added.map(({ name, count }) => `${count > 0 ? '+' : '−'}${words.number(Math.abs(count))} ${name}`).join(', ');
  const sameUnit = before !== null && before.unit === unit;
  const perCall = change(sameUnit ? before.costPerCall : undefined, after.costPerCall, words.number);
  const perDay = change(sameUnit ? about(before.costPerDay) : undefined, about(after.costPerDay), words.number);
  const isOne = (value: number) => about(value) === 1;
  const costs = [
    unit === 'call' ? null : `${perCall} ${unit}${isOne(after.costPerCall) ? '' : 's'} a call`,
    `about ${perDay} ${unit}${isOne(after.costPerDay) ? '' : 's'} a day`,
    price === null ? null : `about ${words.money(after.costPerDay * DAYS_OF_MONTH * price.perUnit, price.currency)} a month`,
  ].filter((each) => each !== null);
  // Of several windows that hold calls back, the one that holds back most decides.
  const least = Math.min(...after.windows.map((window) => window.perDay ?? Infinity));
  const told = after.windows.filter((window) => window.fate !== 'spread' || window.perDay === least);
  const fates = told.map((window) => windowWords(window, after, words)).filter((each) => each !== null);
  return [`${lead === '' ? '' : `${lead}: `}${costs.join(', ')}`, ...fates].join('; ');
}
