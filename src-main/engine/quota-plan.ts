const HOUR_MS = 3_600_000;
const HOURS_OF_WEEK = 168;
const WEEK_MS = HOURS_OF_WEEK * HOUR_MS;

/** The epoch began on a Thursday; the week of the weights begins on Monday, 00:00 UTC. */
const HOURS_BEFORE_EPOCH = 3 * 24;

/** The weight of one look against all before it: what was learned has half its weight after 116 looks (ln 2 × 168). */
const LOOK_SHARE = 1 / HOURS_OF_WEEK;

/** How far two answers may differ in when the same window ends, milliseconds: whole seconds, and the time under way. */
const SAME_RESET_MS = 60_000;

/** No window is planned further ahead, milliseconds; times beyond it come from a mistake. */
const LONGEST_PLAN_MS = 366 * 24 * HOUR_MS;

// Sums of shares that make a whole call are a trifle less than it in binary. A moment is looked for less leniently than
// it is judged, so that a call is allowed at the moment that was named for it.
const JUDGED_LENIENTLY = 1 + 1e-11;
const SOUGHT_LENIENTLY = 1e-12;

/** What was left when a plan began, and the window it is for. Moments are milliseconds since the epoch. */
export interface QuotaAnchor {
  at: number;
  remaining: number;
  resetsAt: number;
}

export interface QuotaStanding {
  /** Calls or credits left in the window. */
  remaining: number;
  /** When the window turns over, milliseconds since the epoch. */
  resetsAt: number;
  /** Milliseconds since the epoch. */
  now: number;
  /** How usual it is that somebody looks, by hour of the week in UTC; see `recordLook`. */
  weights: readonly number[];
}

export interface QuotaPlan {
  /** Calls that may be spent by now so that the rest lasts. */
  allowedNow: number;
  /** When the next call may leave; now where `allowedNow` is not 0, the end of the window where none is left for it. */
  nextAllowedAt: number;
  /** When the window would be spent at the pace since the plan began; `null` when it lasts or there is no pace yet. */
  spentOn: number | null;
}

/** The hour of the week in UTC, 0 to 167, of a moment in milliseconds since the epoch; 0 begins on Monday at midnight. */
export function hourOfWeek(at: number): number {
  const hour = (Math.floor(at / HOUR_MS) + HOURS_BEFORE_EPOCH) % HOURS_OF_WEEK;
  return hour < 0 ? hour + HOURS_OF_WEEK : hour;
}

/** Weights that know nothing: every hour is as likely as any other. */
export function evenWeights(): number[] {
  return Array.from({ length: HOURS_OF_WEEK }, () => 1 / HOURS_OF_WEEK);
}

/** The weights as they can be counted with; what makes no sense counts as nothing known. */
function usable(weights: readonly number[]): readonly number[] {
  if (weights.length !== HOURS_OF_WEEK) return evenWeights();
  const clean = weights.map((weight) => (Number.isFinite(weight) && weight > 0 ? weight : 0));
  const most = Math.max(...clean);
  // Scaled, so that neither a sum of huge weights nor one of tiny ones leaves the range of a double.
  return most > 0 ? clean.map((weight) => weight / most) : evenWeights();
}

/**
 * The weights after somebody looked in that hour of the week. The looks before lose a little of theirs (exponential
 * forgetting), so that new habits take over; the sum stays the same. To be called once for each hour with a look in it.
 */
export function recordLook(weights: readonly number[], hour: number): number[] {
  const before = weights.length === HOURS_OF_WEEK ? weights : evenWeights();
  return before.map((weight, index) => weight * (1 - LOOK_SHARE) + (index === hour ? LOOK_SHARE : 0));
}

/** The weights as text to keep, with six significant digits. */
export function serialiseWeights(weights: readonly number[]): string {
  return JSON.stringify(weights.map((weight) => Number(weight.toPrecision(6))));
}

/** Weights from their text; even ones where it is none. Never throws. */
export function parseWeights(text: string | null): number[] {
  try {
    const read: unknown = JSON.parse(text ?? '');
    if (
      Array.isArray(read) &&
      read.length === HOURS_OF_WEEK &&
      read.every((weight): weight is number => typeof weight === 'number' && Number.isFinite(weight) && weight >= 0)
    )
      return read;
  } catch {
    // Not readable is the same as not known.
  }
  return evenWeights();
}

/** The stretches between two moments that lie in one hour each, of less than a week. */
function* stretches(from: number, to: number): Generator<{ from: number; to: number; hour: number }> {
  for (let at = from; at < to;) {
    const end = Math.min(to, (Math.floor(at / HOUR_MS) + 1) * HOUR_MS);
    yield { from: at, to: end, hour: hourOfWeek(at) };
    at = end;
  }
}

/** How much looking is usual between two moments, in hours times weight. */
function looking(weights: readonly number[], from: number, to: number): number {
  if (to <= from) return 0;
  const weeks = Math.floor((to - from) / WEEK_MS);
  let sum = weeks === 0 ? 0 : weeks * weights.reduce((total, weight) => total + weight, 0);
  for (const stretch of stretches(from + weeks * WEEK_MS, to)) {
    sum += ((stretch.to - stretch.from) / HOUR_MS) * (weights[stretch.hour] ?? 0);
  }
  return sum;
}

/** The first moment from `from` on by which `amount` of looking has passed; `limit` where it takes longer than that. */
function momentOf(weights: readonly number[], from: number, amount: number, limit: number): number {
  const weekly = weights.reduce((total, weight) => total + weight, 0);
  const weeks = Math.max(0, Math.ceil(amount / weekly) - 1);
  let left = amount - weeks * weekly;
  const start = from + weeks * WEEK_MS;
  for (const stretch of stretches(start, Math.min(limit, start + 2 * WEEK_MS))) {
    const weight = weights[stretch.hour] ?? 0;
    const inStretch = ((stretch.to - stretch.from) / HOUR_MS) * weight;
    if (inStretch > 0 && inStretch >= left - amount * SOUGHT_LENIENTLY)
      return Math.min(stretch.to, Math.ceil(stretch.from + (Math.max(0, left) / weight) * HOUR_MS));
    left -= inStretch;
  }
  return limit;
}

interface Curve {
  /** Calls of the plan that may have been spent by a moment. */
  budgetAt(moment: number): number;
  /** When that many calls of the plan may have been spent. */
  momentOf(calls: number): number;
  /** Looking that is usual between two moments. */
  looking(from: number, to: number): number;
  momentAfter(from: number, amount: number): number;
}

/** How the calls of a plan become available: in step with usual looking, or evenly where none is usual before its end. */
function curveOf(anchor: QuotaAnchor, given: readonly number[]): Curve {
  const end = Math.min(anchor.resetsAt, anchor.at + LONGEST_PLAN_MS);
  const learnt = usable(given);
  const weights = looking(learnt, anchor.at, end) > 0 ? learnt : evenWeights();
  const whole = looking(weights, anchor.at, end);
  // One call is kept until the window turns over, so that it never stands at nothing; a single call cannot be spread.
  const most = Math.max(1, anchor.remaining - 1);
  const budgetAt = (moment: number): number => {
    if (anchor.remaining <= 1) return anchor.remaining;
    const passed = looking(weights, anchor.at, Math.min(end, moment)) / whole;
    return Math.min(most, Math.floor(anchor.remaining * passed * JUDGED_LENIENTLY));
  };
  return {
    budgetAt,
    momentOf: (calls) => {
      if (calls > most) return anchor.resetsAt;
      return momentOf(weights, anchor.at, (whole * calls) / anchor.remaining, end);
    },
    looking: (from, to) => looking(weights, from, to),
    momentAfter: (from, amount) => momentOf(weights, from, amount, anchor.resetsAt),
  };
}

/**
 * Where to plan from: `before`, as long as the window is the same and the plan was kept, or else from now. A plan has
 * to remember where it began; one that began anew at every look would never allow a call. It begins anew when the
 * window turned over or was topped up, when the clock was set back, and when more was spent than planned (somebody
 * pressed), so that what is left is spread over the rest. Windows that slide end a little later in every answer and
 * cannot be planned.
 */
export function anchorFor(before: QuotaAnchor | null, standing: QuotaStanding): QuotaAnchor {
  const { remaining, resetsAt, now, weights } = standing;
  const anew = { at: now, remaining: Math.max(0, Math.floor(remaining)), resetsAt };
  if (before === null || now < before.at || now >= before.resetsAt) return anew;
  if (Math.abs(before.resetsAt - resetsAt) > SAME_RESET_MS || anew.remaining > before.remaining) return anew;
  const spent = before.remaining - anew.remaining;
  // With one call left there is nothing to spread; begun anew the plan would give it away.
  return anew.remaining > 1 && spent > curveOf(before, weights).budgetAt(now) ? anew : before;
}

/**
 * Spreads what is left of a window over the hours in which somebody usually looks, evenly while nothing is known about
 * them. Calls that nobody took in their hour may be made up for later. `anchor` comes from `anchorFor`; without it the
 * plan begins now. Who follows the plan has a call left until the window turns over, and where there is always demand in
 * the hours with looks, no more than that one. Only a plan that begins with a single call gives it away.
 */
export function planFor(standing: QuotaStanding, anchor: QuotaAnchor = anchorFor(null, standing)): QuotaPlan {
  const { resetsAt, now } = standing;
  const remaining = Math.max(0, Math.floor(standing.remaining));
  if (now >= resetsAt) return { allowedNow: remaining, nextAllowedAt: now, spentOn: null };
  if (remaining === 0) return { allowedNow: 0, nextAllowedAt: resetsAt, spentOn: now };
  const curve = curveOf(anchor, standing.weights);
  const spent = Math.max(0, anchor.remaining - remaining);
  const allowedNow = Math.min(remaining, Math.max(0, curve.budgetAt(now) - spent));
  const nextAllowedAt = allowedNow > 0 ? now : Math.min(resetsAt, Math.max(now + 1, curve.momentOf(spent + 1)));
  const passed = curve.looking(anchor.at, now);
  const spentOn = spent === 0 || passed === 0 ? null : curve.momentAfter(now, (remaining * passed) / spent);
  return { allowedNow, nextAllowedAt, spentOn: spentOn === null || spentOn >= resetsAt ? null : spentOn };
}
