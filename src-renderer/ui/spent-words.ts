import type { SourceStatus } from '../../src-preload/contract/index.ts';
import { quotaUnit } from '../../src-preload/contract/index.ts';
import { ageWords, countWords, numberWords, timeWords } from './format.ts';

const untilWords = (iso: string | null) => (iso === null ? '' : ` until ${timeWords(iso)}`);

/** What a press of Refresh would cost of what is kept, or why there is none. */
function askingWords({ asking, config }: SourceStatus): string {
  const unit = quotaUnit(config.quota);
  const { cost, left, allowed, allowedAt } = asking;
  if (allowed && left !== null && cost <= left)
    return `A refresh now costs ${numberWords(cost)} of the ${countWords(left, unit)} kept for you.`;
  if (allowed && left !== null)
    return `A refresh now costs about ${countWords(cost, unit)}; the ${countWords(left, unit)} kept for you pay for a part of it.`;
  if (allowedAt !== null) return `Not enough is left for a refresh that you ask for${untilWords(allowedAt)}.`;
  return `A refresh costs ${countWords(cost, unit)}, which is more than the quota ever allows.`;
}

/** Of a source whose quota is spent: until when, what is shown meanwhile and what a refresh would still cost; `null` otherwise. */
export function spentWords(source: SourceStatus, nowMs: number): { until: string; meanwhile: string; asking: string } | null {
  const { decision, checkedAt, asking } = source;
  if (decision.reason !== 'quota-spent') return null;
  const until = untilWords(decision.inputs.untilAt);
  return {
    until: asking.allowed ? `The quota for scheduled calls is spent${until}.` : `The quota is spent${until}.`,
    meanwhile:
      checkedAt === null
        ? 'There is no data to show meanwhile.'
        : `Shown meanwhile: the data of ${timeWords(checkedAt)}, ${ageWords(nowMs - Date.parse(checkedAt))} old.`,
    asking: askingWords(source),
  };
}
