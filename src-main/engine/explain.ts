import type { Decision, Preset } from '../../src-preload/contract/index.ts';
import { toIso, toIsoOrNull } from '../../src-preload/contract/index.ts';
import type { SourceFacts, Surroundings, Verdict } from './decide.ts';
import type { SourceEntry } from './source-entry.ts';

/** What is said of a source beside what `decide` saw of it. */
interface About {
  sourceId: string;
  preset: Preset;
  quotaRemaining: number | null;
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
      quotaRemaining: about.quotaRemaining,
      ...(verdict.sharedWith === undefined ? {} : { sharedWith: verdict.sharedWith }),
    },
  };
}

/** The decision on a source as it is. */
export function decisionOf(
  entry: SourceEntry,
  verdict: Verdict,
  around: Surroundings & { lastLookedAt: number | null },
  now: number,
): Decision {
  const about = { sourceId: entry.id, preset: entry.config.policy.preset, quotaRemaining: entry.meter.remaining(now) };
  return explain(about, { ...entry.state, rule: entry.rule }, verdict, around, now);
}
