import type { QuotaPeriod, QuotaUse } from '../../src-preload/contract/index.ts';
import { countWords, dateWords, moneyWords, timeWords } from './format.ts';

const names: Record<QuotaPeriod, string> = {
  second: 'second',
  minute: 'minute',
  'quarter-hour': 'quarter of an hour',
  hour: 'hour',
  day: 'day',
  month: 'month',
};

/** 'this hour (UTC)', 'in any hour'. */
export function quotaName({ per, align, timeZone }: Pick<QuotaUse, 'per' | 'align' | 'timeZone'>): string {
  return align === 'sliding' ? `in any ${names[per]}` : `this ${names[per]} (${timeZone})`;
}

/** 'Per hour', 'Per quarter of an hour'. */
export function perWords(per: QuotaPeriod): string {
  return `Per ${names[per]}`;
}

/** '500 calls this month (UTC)', 'Budget of €10.00 this month (UTC)'. */
export function limitWords(use: QuotaUse): string {
  return `${use.budget ? 'Budget of ' : ''}${amountWords(use, use.limit)} ${quotaName(use)}`;
}

/** An amount of a window in its unit, '6 credits'; of a budget whose price is known, in money. */
export function amountWords({ budget, price, unit }: QuotaUse, amount: number): string {
  return budget && price !== null ? moneyWords(amount * price.perUnit, price.currency) : countWords(amount, unit);
}

/** What was spent in money in a day or a month beside what is counted; `null` where the price is not known, or all is in money. */
export function spentMoneyWords({ per, align, budget, price, used }: QuotaUse): string | null {
  return price === null || budget || align === 'sliding' || (per !== 'day' && per !== 'month')
    ? null
    : `${moneyWords(used * price.perUnit, price.currency)} spent`;
}

/** Where the pace so far leads; `null` while there is none. */
export function forecastWords(use: QuotaUse): string | null {
  const { per, spread, expected, spentOn } = use;
  if (expected === null) return null;
  if (spentOn === null) return `about ${amountWords(use, Math.round(expected))} by the end of the ${names[per]} at this pace`;
  const when = per === 'day' ? `at ${timeWords(spentOn)}` : `on ${dateWords(spentOn)}`;
  return spread === 'none' ? `spent ${when} at this pace` : `at this pace spent ${when}, so scheduled calls are held back`;
}

/** How scheduled calls are held back in a window; `null` where they are not. */
export function spreadWords({ spread }: Pick<QuotaUse, 'spread'>): string | null {
  if (spread === 'none') return null;
  return spread === 'even' ? 'spread evenly' : 'spread over your usual hours';
}

/** The window that is nearest to being spent. */
export function tightest(quotas: readonly QuotaUse[]): QuotaUse | undefined {
  return quotas.reduce<QuotaUse | undefined>(
    (found, use) => (found === undefined || use.remaining / use.limit < found.remaining / found.limit ? use : found),
    undefined,
  );
}
