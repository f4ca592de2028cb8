import type { QuotaPeriod, QuotaUse } from '../../src-preload/contract/index.ts';

const names: Record<QuotaPeriod, string> = {
  second: 'second',
  minute: 'minute',
  'quarter-hour': 'quarter of an hour',
  hour: 'hour',
  day: 'day',
  month: 'month',
};

/** 'this hour (UTC)', 'in any hour'. */
export function quotaName({ per, align }: Pick<QuotaUse, 'per' | 'align'>): string {
  return align === 'sliding' ? `in any ${names[per]}` : `this ${names[per]} (UTC)`;
}

/** 'Per hour', 'Per quarter of an hour'. */
export function perWords(per: QuotaPeriod): string {
  return `Per ${names[per]}`;
}

/** The window that is nearest to being spent. */
export function tightest(quotas: readonly QuotaUse[]): QuotaUse | undefined {
  return quotas.reduce<QuotaUse | undefined>(
    (found, use) => (found === undefined || use.remaining / use.limit < found.remaining / found.limit ? use : found),
    undefined,
  );
}
