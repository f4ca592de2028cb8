import type { Decision } from '../../../src-preload/contract/index.ts';

/** Loaded and live decisions as one list, newest first, each once. */
export function mergeDecisions(loaded: readonly Decision[], live: readonly Decision[]): Decision[] {
  const byId = new Map<string, Decision>();
  for (const decision of [...live, ...loaded]) if (!byId.has(decision.id)) byId.set(decision.id, decision);
  return [...byId.values()].sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? 1 : -1));
}
