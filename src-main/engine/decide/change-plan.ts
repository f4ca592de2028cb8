import type { ChangePlan, PlanSide, PlanWindow, QuotaUse, SourceConfig } from '../../../src-preload/contract/index.ts';
import { changePlanSentence, quotaUnit, ruleOf } from '../../../src-preload/contract/index.ts';
import { clockWindow } from '../quota/clock-window.ts';
import { callsPerDay } from '../quota/price.ts';
import type { QuotaMeter } from '../quota/quota.ts';

const DAY_MS = 86_400_000;

/** Settings, and what is known beside them of what they cost. */
export interface Plannable {
  config: SourceConfig;
  /** What one call costs. */
  cost: number;
  /** How many calls a refresh takes. */
  pages: number;
}

/** What the settings of a source cost in a day at the usual hours, in the unit of its windows. */
export function costPerDay({ config, cost, pages }: Plannable, hours: readonly number[] | null): number {
  return callsPerDay(ruleOf(config.policy), hours) * pages * cost;
}

/** What becomes of a window if `perDay` is spent in it each day. */
function fateOf(use: QuotaUse, perDay: number, cost: number, now: number): PlanWindow | null {
  const { per, limit, reserved, budget, learned, spread } = use;
  const plan = { per, limit, budget, perDay: null, spentOn: null };
  const scheduled = limit - reserved;
  if (perDay > 0 && cost > scheduled && !learned) return { ...plan, fate: 'never' };
  if (use.align !== 'clock' || (per !== 'day' && per !== 'month')) return null;
  const { start, end } = clockWindow(per, use.timeZone, now);
  const next = clockWindow(per, use.timeZone, end);
  const lastsUntil = (from: number, left: number) => (perDay === 0 ? Infinity : from + (Math.max(0, left) / perDay) * DAY_MS);
  const here = lastsUntil(now, use.remaining - reserved);
  // A window of which little is left may last although a whole one would not.
  const then = lastsUntil(next.start, scheduled);
  const spentOn = here < end ? here : then < next.end ? then : null;
  if (spentOn === null) return { ...plan, fate: 'lasts' };
  if (spread !== 'none') return { ...plan, fate: 'spread', perDay: (scheduled / (end - start)) * DAY_MS };
  return { ...plan, fate: 'spent', spentOn: new Date(Math.floor(spentOn)).toISOString() };
}

/** One side of a plan. `othersPerDay` is what other sources of the same key spend in a day. */
export function planSide(
  plannable: Plannable,
  meter: QuotaMeter,
  othersPerDay: number,
  hours: readonly number[] | null,
  now: number,
): PlanSide {
  const { config, cost, pages } = plannable;
  const perDay = costPerDay(plannable, hours);
  const fates = meter.use('', '', now).map((use) => fateOf(use, perDay + othersPerDay, cost, now));
  return {
    unit: quotaUnit(config.quota),
    costPerCall: cost,
    callsPerDay: callsPerDay(ruleOf(config.policy), hours) * pages,
    costPerDay: perDay,
    price: config.quota.price ?? null,
    windows: fates.filter((fate) => fate !== null),
  };
}

/** The parameters of the request, as lists where commas make them some. */
function lists(config: Pick<SourceConfig, 'url' | 'query'>): Map<string, number> {
  const all = [...new URL(config.url).searchParams, ...Object.entries(config.query)];
  return new Map(all.map(([name, value]) => [name, value.split(',').filter((part) => part.trim() !== '').length]));
}

/** Parameters that list more or fewer things than before: '+2 regions'. */
function addedTo(before: SourceConfig, after: SourceConfig): ChangePlan['added'] {
  const [from, to] = [lists(before), lists(after)];
  return [...to].flatMap(([name, count]) => {
    const was = from.get(name) ?? 0;
    return was === count || Math.max(was, count) < 2 ? [] : [{ name, count: count - was }];
  });
}

/** The plan of a change, or of a new source where there is no `before`. */
export function changePlan(
  before: { side: PlanSide; config: SourceConfig } | null,
  after: { side: PlanSide; config: SourceConfig },
  hoursLearned: boolean,
): ChangePlan {
  const isSame = before !== null && JSON.stringify(before.side) === JSON.stringify(after.side);
  const plan = {
    before: before?.side ?? null,
    after: after.side,
    added: before === null || isSame ? [] : addedTo(before.config, after.config),
    changes: before === null ? after.side.costPerDay > 0 : !isSame,
    hoursLearned,
  };
  return { ...plan, sentence: changePlanSentence(plan) };
}
