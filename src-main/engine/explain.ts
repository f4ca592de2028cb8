import type { Decision } from '../../src-preload/contract/index.ts';
import { toIso, toIsoOrNull } from '../../src-preload/contract/index.ts';
import type { Surroundings, Verdict } from './decide.ts';
import type { SourceEntry } from './source-entry.ts';

/** A verdict with all that `decide` saw, as it is kept and shown. */
export function decisionOf(
  entry: SourceEntry,
  verdict: Verdict,
  around: Surroundings & { lastLookedAt: number | null },
  now: number,
  id: string,
): Decision {
  const { checkedAt, failures } = entry.state;
  return {
    id,
    sourceId: entry.id,
    at: toIso(now),
    action: verdict.action,
    reason: verdict.reason,
    trigger: verdict.trigger,
    dueAt: toIsoOrNull(verdict.dueAt),
    inputs: {
      checkedAt: toIsoOrNull(checkedAt),
      ageSeconds: checkedAt === null ? null : Math.max(0, now - checkedAt) / 1000,
      preset: entry.config.policy.preset,
      active: around.active,
      lookingSince: toIsoOrNull(around.lookingSince),
      lastLookedAt: toIsoOrNull(around.lastLookedAt),
      intervalSeconds: verdict.intervalMs === null ? null : verdict.intervalMs / 1000,
      staleSeconds: (entry.rule.onOpenMs ?? entry.rule.staleMs) / 1000,
      failures,
      untilAt: toIsoOrNull(verdict.until),
      quotaRemaining: entry.meter.remaining(now),
    },
  };
}
