import type { WhatIf } from '../../../src-preload/contract/index.ts';
import { ruleOf } from '../../../src-preload/contract/index.ts';
import type { SourceFacts, Surroundings } from './decide.ts';

type Around = Surroundings & { lastLookedAt: number | null };

const ms = (iso: string | null) => (iso === null ? null : Date.parse(iso));

/** What `decide` knows of a source that has never been called. */
export function blankFacts(now: number): Omit<SourceFacts, 'rule'> {
  return {
    share: 0,
    checkedAt: null,
    failures: 0,
    obstacle: null,
    pausedUntil: null,
    running: false,
    askedAt: null,
    quota: { scheduledAt: now, askedAt: now },
    hostUntil: now,
    freshUntil: null,
    events: null,
    push: null,
  };
}

/** Facts and surroundings as they are, changed to what is supposed. Pure. */
export function suppose(
  { policy, state }: WhatIf,
  facts: SourceFacts,
  around: Around,
  now: number,
): { facts: SourceFacts; around: Around } {
  const spentUntil = state.quotaSpentUntil === undefined ? undefined : (ms(state.quotaSpentUntil) ?? now);
  const active = state.active ?? around.active;
  // Somebody who is supposed to look, and did not, begins to at that moment.
  const lookingSince = state.lookingSince === undefined ? (around.active ? around.lookingSince : now) : ms(state.lookingSince);
  return {
    facts: {
      ...facts,
      ...(policy === undefined ? {} : { rule: ruleOf(policy) }),
      ...(state.checkedAt === undefined ? {} : { checkedAt: ms(state.checkedAt) }),
      ...(state.failures === undefined ? {} : { failures: state.failures }),
      ...(state.pausedUntil === undefined ? {} : { pausedUntil: ms(state.pausedUntil) }),
      ...(state.pushed === undefined
        ? {}
        : { push: { connected: state.pushed, missedAt: null, listedAt: facts.push?.listedAt ?? null, connectingUntil: null } }),
      ...(spentUntil === undefined ? {} : { quota: { scheduledAt: spentUntil, askedAt: spentUntil } }),
    },
    around: {
      ...around,
      active,
      lookingSince: active ? lookingSince : null,
      ...(state.saving === undefined ? {} : { saving: state.saving }),
    },
  };
}
