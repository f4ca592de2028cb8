import type { Decision, Preset } from '../../../src-preload/contract/index.ts';
import { quotaUnit, toIso, toIsoOrNull } from '../../../src-preload/contract/index.ts';
import { expectedCost } from '../quota/cost.ts';
import type { SourceFacts, Surroundings, Verdict } from './decide.ts';
import type { Held } from '../quota/quota.ts';
import type { SourceEntry } from '../source-entry.ts';

/** What is said of a source beside what `decide` saw of it. */
interface About {
  sourceId: string;
  preset: Preset;
  quotaUnit: 'call' | 'credit';
  quotaRemaining: number | null;
  /** The window whose plan holds scheduled calls back. */
  held: Held | null;
}

type Seen = Pick<SourceFacts, 'checkedAt' | 'failures' | 'rule'>;

/** A verdict with all that `decide` saw, as it is kept and shown. */
export function explain(
  about: About,
  seen: Seen,
  verdict: Verdict,
  around: Surroundings & { lastLookedAt: number | null },
  now: number,
): Decision {
  const { checkedAt, failures, rule } = seen;
  return {
    id: '',
    sourceId: about.sourceId,
    at: toIso(now),
    action: verdict.action,
    reason: verdict.reason,
    trigger: verdict.trigger,
    dueAt: toIsoOrNull(verdict.dueAt),
    inputs: {
      checkedAt: toIsoOrNull(checkedAt),
      ageSeconds: checkedAt === null ? null : Math.max(0, now - checkedAt) / 1000,
      preset: about.preset,
      active: around.active,
      lookingSince: toIsoOrNull(around.lookingSince),
      lastLookedAt: toIsoOrNull(around.lastLookedAt),
      intervalSeconds: verdict.intervalMs === null || !Number.isFinite(verdict.intervalMs) ? null : verdict.intervalMs / 1000,
      staleSeconds: (rule.onOpenMs ?? rule.staleMs) / 1000,
      failures,
      untilAt: toIsoOrNull(verdict.until),
      quotaUnit: about.quotaUnit,
      quotaRemaining: about.held === null ? about.quotaRemaining : about.held.left,
      quotaLimit: about.held?.limit ?? null,
      quotaSpread: about.held?.spread ?? null,
      ...(verdict.sharedWith === undefined ? {} : { sharedWith: verdict.sharedWith }),
    },
  };
}

/** What is said of a source as it is. */
export function aboutSource(entry: SourceEntry, verdict: Verdict, now: number): About {
  const { config, meter } = entry;
  return {
    sourceId: entry.id,
    preset: config.policy.preset,
    quotaUnit: quotaUnit(config.quota),
    quotaRemaining: meter.remaining(now),
    held: verdict.reason === 'quota-spread' ? meter.heldBy(now, expectedCost(entry)) : null,
  };
}

/** The decision on a source as it is. */
export function decisionOf(
  entry: SourceEntry,
  verdict: Verdict,
  around: Surroundings & { lastLookedAt: number | null },
  now: number,
): Decision {
  return explain(aboutSource(entry, verdict, now), { ...entry.state, rule: entry.rule }, verdict, around, now);
}
