import type { SourceConfig } from '../../src-preload/contract/index.ts';
import type { SourceState } from '../store/sources.ts';

type Settings = Pick<SourceConfig, 'quota'>;

/** What the next call of a source is taken to cost, in the unit of its windows. */
export function expectedCost({ config, state }: { config: Settings; state: Pick<SourceState, 'learnedCost'> }): number {
  const { cost } = config.quota;
  return typeof cost === 'number' ? cost : (state.learnedCost ?? cost.expected);
}

/** What an answer says that its call cost; `null` where the source names no header for that, or it holds no number. */
export function toldCost({ quota }: Settings, headers: Headers | null): number | null {
  const text = typeof quota.cost === 'number' ? null : (headers?.get(quota.cost.header) ?? null);
  const told = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(told) && told >= 0 ? told : null;
}
