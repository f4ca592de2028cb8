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

/** What was left when a plan began, and the window it is for, in calls or credits. Moments are milliseconds since the epoch. */
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
  /** What the next call costs; 1 where calls are counted. */
  cost?: number;
}

export interface QuotaPlan {
  /** Calls that may leave now so that the rest lasts. */
  allowedNow: number;
  /** When the next call may leave; now where `allowedNow` is not 0, the end of the window where none is left for it. */
  nextAllowedAt: number;
  /** What will have been spent since the plan began at the end of the window, at the pace so far; `null` when there is none yet. */
  expected: number | null;
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

/** Weights as they can be counted with. */
interface Profile {
  weights: readonly number[];
  /** The sum over a week. */
  weekly: number;
}

const profileOf = (weights: readonly number[]): Profile => ({ weights, weekly: weights.reduce((total, weight) => total + weight, 0) });

const EVEN = profileOf(evenWeights());

/** The same weights are counted with again and again. */
const profiles = new WeakMap<readonly number[], Profile>();

/** What makes no sense in weights counts as nothing known. */
function usable(weights: readonly number[]): Profile {
  if (weights.length !== HOURS_OF_WEEK) return EVEN;
  const known = profiles.get(weights);
  if (known !== undefined) return known;
  const clean = weights.map((weight) => (Number.isFinite(weight) && weight > 0 ? weight : 0));
  const most = Math.max(...clean);
  // Scaled, so that neither a sum of huge weights nor one of tiny ones leaves the range of a double.
  const made = most > 0 ? profileOf(clean.map((weight) => weight / most)) : EVEN;
  profiles.set(weights, made);
  return made;
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

/** How much looking is usual between two moments, in hours times weight. */
function looking({ weights, weekly }: Profile, from: number, to: number): number {
  if (to <= from) return 0;
  const weeks = Math.floor((to - from) / WEEK_MS);
  let sum = weeks * weekly;
  for (let at = from + weeks * WEEK_MS, hour = hourOfWeek(at); at < to; hour = (hour + 1) % HOURS_OF_WEEK) {
    const end = Math.min(to, (Math.floor(at / HOUR_MS) + 1) * HOUR_MS);
    sum += ((end - at) / HOUR_MS) * (weights[hour] ?? 0);
    at = end;
  }
  return sum;
}

/** The first moment from `from` on by which `amount` of looking has passed; `limit` where it takes longer than that. */
function momentOf({ weights, weekly }: Profile, from: number, amount: number, limit: number): number {
  const weeks = Math.max(0, Math.ceil(amount / weekly) - 1);
  const start = from + weeks * WEEK_MS;
  const last = Math.min(limit, start + 2 * WEEK_MS);
  let left = amount - weeks * weekly;
  for (let at = start, hour = hourOfWeek(at); at < last; hour = (hour + 1) % HOURS_OF_WEEK) {
    const end = Math.min(last, (Math.floor(at / HOUR_MS) + 1) * HOUR_MS);
    const weight = weights[hour] ?? 0;
    const inStretch = ((end - at) / HOUR_MS) * weight;
    if (inStretch > 0 && inStretch >= left - amount * SOUGHT_LENIENTLY)
      return Math.min(end, Math.ceil(at + (Math.max(0, left) / weight) * HOUR_MS));
    left -= inStretch;
    at = end;
  }
  return limit;
}

/** How a plan earns what may be spent: in step with usual looking, or evenly where none is usual before its end. */
interface Curve {
  /** What has been earned by a moment. */
  earnedAt(moment: number): number;
  /** When that much will have been earned. */
  momentOf(amount: number): number;
  /** Looking that is usual between two moments. */
  looking(from: number, to: number): number;
  momentAfter(from: number, amount: number): number;
}

function curveOf(anchor: QuotaAnchor, given: readonly number[]): Curve {
  const end = Math.min(anchor.resetsAt, anchor.at + LONGEST_PLAN_MS);
  const learnt = usable(given);
  const learned = looking(learnt, anchor.at, end);
  const profile = learned > 0 ? learnt : EVEN;
  const whole = learned > 0 ? learned : looking(EVEN, anchor.at, end);
  return {
    earnedAt: (moment) => (anchor.remaining * looking(profile, anchor.at, Math.min(end, moment)) * JUDGED_LENIENTLY) / whole,
    momentOf: (amount) => momentOf(profile, anchor.at, (whole * amount) / anchor.remaining, end),
    looking: (from, to) => looking(profile, from, to),
    momentAfter: (from, amount) => momentOf(profile, from, amount, anchor.resetsAt),
  };
}

/**
 * Where to plan from: `before`, as long as the window is the same, or else from now. A plan has to remember where it
 * began; one that began anew at every look would allow a call at each. It begins anew when the window turned over or was
 * topped up, and when the clock was set back. Windows that slide end a little later in every answer and cannot be planned.
 */
export function anchorFor(before: QuotaAnchor | null, { remaining: left, resetsAt, now }: QuotaStanding): QuotaAnchor {
  const remaining = Math.max(0, left);
  const anew = { at: now, remaining, resetsAt };
  if (before === null || now < before.at || now >= before.resetsAt) return anew;
  return Math.abs(before.resetsAt - resetsAt) > SAME_RESET_MS || remaining > before.remaining ? anew : before;
}

/**
 * Where to plan from after a call of that cost which did not ask the plan: somebody pressed. One that the plan would
 * have let go changes nothing. Any other makes the plan begin anew with itself as the first call, so that what is left is
 * spread over the rest. `standing` is that after the call.
 */
export function anchorAfterPress(before: QuotaAnchor, standing: QuotaStanding, cost: number): QuotaAnchor {
  const { resetsAt, now, weights } = standing;
  const remaining = Math.max(0, standing.remaining);
  const spent = before.remaining - remaining;
  return spent > curveOf(before, weights).earnedAt(now) + cost ? { at: now, remaining: remaining + cost, resetsAt } : before;
}

/**
 * Spreads what is left of a window over the hours in which somebody usually looks, evenly while nothing is known about
 * them. A call may leave once everything before it has been earned, so the first one leaves at once and the next waits
 * for the share of the first; one that took many calls makes the next wait for all of them. Calls that nobody took in their hour may be made up for later. `anchor` comes from
 * `anchorFor`; without it the plan begins now. Who follows the plan has a call left until the window turns over, and
 * where there is always demand in the hours with looks, no more than that one. Only a plan that begins with less than two
 * calls gives it away.
 */
export function planFor(standing: QuotaStanding, anchor: QuotaAnchor = anchorFor(null, standing)): QuotaPlan {
  const { resetsAt, now, cost = 1 } = standing;
  const remaining = Math.max(0, standing.remaining);
  const fitting = cost > 0 ? Math.floor(remaining / cost) : Infinity;
  if (now >= resetsAt || fitting === Infinity) return { allowedNow: fitting, nextAllowedAt: now, expected: null, spentOn: null };
  const curve = curveOf(anchor, standing.weights);
  const spent = Math.max(0, anchor.remaining - remaining);
  const passed = curve.looking(anchor.at, now);
  const hasPace = spent > 0 && passed > 0;
  const spentOn = remaining === 0 ? now : hasPace ? curve.momentAfter(now, (remaining * passed) / spent) : null;
  const pace = {
    expected: hasPace ? spent + (spent * curve.looking(now, resetsAt)) / passed : null,
    spentOn: spentOn === null || spentOn >= resetsAt ? null : spentOn,
  };
  const canBeSpread = anchor.remaining >= 2 * cost;
  const kept = Math.floor((anchor.remaining - cost - spent) / cost);
  const earned = Math.floor((curve.earnedAt(now) - spent) / cost) + 1;
  const allowedNow = Math.max(0, canBeSpread ? Math.min(fitting, kept, earned) : fitting);
  if (allowedNow > 0) return { ...pace, allowedNow, nextAllowedAt: now };
  const isLast = fitting === 0 || !canBeSpread || kept < 1;
  return { ...pace, allowedNow, nextAllowedAt: isLast ? resetsAt : Math.min(resetsAt, Math.max(now + 1, curve.momentOf(spent))) };
}
