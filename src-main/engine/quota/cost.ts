import { isLocal, type SourceConfig } from '../../../src-preload/contract/index.ts';
import { compileExpression, ExpressionError } from '../../connectors/expression.ts';
import { buildRequest, FIRST_PAGE } from '../../connectors/json-api.ts';
import type { UpstreamRequest } from '../../connectors/http.ts';
import type { SourceState } from '../../store/sources.ts';

type Settings = Pick<SourceConfig, 'quota' | 'url'>;

const MOST = 1_000_000;

/** What the next call of a source is taken to cost, in the unit of its windows. A computed cost was learned when it was last worked out. */
export function expectedCost({ config, state }: { config: Settings; state: Pick<SourceState, 'learnedCost'> }): number {
  if (isLocal(config.url)) return 0;
  const { cost } = config.quota;
  if (typeof cost === 'number') return cost;
  return state.learnedCost ?? ('expected' in cost ? cost.expected : 1);
}

/** What an answer says that its call cost; `null` where the source names no header for that, or it holds no number. */
export function toldCost({ quota }: Pick<SourceConfig, 'quota'>, headers: Headers | null): number | null {
  const { cost } = quota;
  const text = typeof cost === 'number' || !('header' in cost) ? null : (headers?.get(cost.header) ?? null);
  const told = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(told) && told >= 0 ? told : null;
}

/** The request as the expression of a cost sees it: without the key. */
function costedRequest(config: Pick<SourceConfig, 'auth'>, request: Pick<UpstreamRequest, 'url' | 'method' | 'page'>) {
  const url = new URL(request.url);
  if (config.auth.kind === 'query') url.searchParams.delete(config.auth.name);
  const query: Record<string, string> = {};
  // Some APIs take a list as one parameter again and again.
  for (const [name, value] of url.searchParams) query[name] = Object.hasOwn(query, name) ? `${query[name] ?? ''},${value}` : value;
  return { url: url.href, query, method: request.method, page: request.page ?? 0 };
}

/**
 * What a call will cost by the expression of its source; `null` where the source has none. Throws `ExpressionError` when
 * the expression cannot be read, fails or gives anything but a number from 0 to 1,000,000.
 */
export function computedCost(
  config: Pick<SourceConfig, 'auth' | 'quota' | 'url'>,
  request: Pick<UpstreamRequest, 'url' | 'method' | 'page'>,
): Promise<number> | null {
  const { cost } = config.quota;
  if (typeof cost === 'number' || !('expression' in cost) || isLocal(config.url)) return null;
  const { expression } = cost;
  const evaluate = async () => {
    const found = await compileExpression(expression)(costedRequest(config, request));
    if (typeof found === 'number' && found >= 0 && found <= MOST) return found;
    const words = found === undefined ? 'nothing' : JSON.stringify(found).slice(0, 100);
    throw new ExpressionError(
      expression,
      `"${expression}" gives ${words} for this request; the cost of a call must be a number from 0 to 1,000,000`,
    );
  };
  return evaluate();
}

/** What the first call of a refresh will cost by the expression of the source; `null` where it has none. Throws `ExpressionError`. */
export async function firstCallCost(config: SourceConfig): Promise<number | null> {
  return computedCost(config, buildRequest(config, null, FIRST_PAGE));
}
