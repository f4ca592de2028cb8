import type { Activity, Decision } from '../../src-preload/contract/index.ts';

export interface TimeSpan {
  fromMs: number;
  toMs: number;
}

/**
 * When nobody looked, as far as the decisions of a source tell: each holds whether somebody looked, since when, and when
 * somebody last had. What they do not tell counts as looked at.
 */
export function idleSpans(decisions: readonly Decision[], activity: Activity | null, nowMs: number): TimeSpan[] {
  const spans: TimeSpan[] = [];
  let idleFrom: number | null = null;
  const close = (toMs: number) => {
    if (idleFrom !== null && toMs > idleFrom) spans.push({ fromMs: idleFrom, toMs });
    idleFrom = null;
  };
  for (const { at, inputs } of [...decisions].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    if (inputs.active) close(Date.parse(inputs.lookingSince ?? at));
    else {
      idleFrom ??= Date.parse(inputs.lastLookedAt ?? at);
      // Somebody looked in between without a decision coming of it.
      if (inputs.lastLookedAt !== null) idleFrom = Math.max(idleFrom, Date.parse(inputs.lastLookedAt));
    }
  }
  close(activity?.active === true && activity.lookingSince !== null ? Date.parse(activity.lookingSince) : nowMs);
  return spans;
}
