import type { UsualHours } from '../../../src-preload/contract/index.ts';
import type { Store } from '../../store/store.ts';
import { hourOfWeek, parseWeights, recordLook, serialiseWeights } from '../quota/quota-plan.ts';

const HOUR_MS = 3_600_000;
const WEEK_MS = 168 * HOUR_MS;

/** How fast it is forgotten how much somebody looked, milliseconds: to a third in four weeks. */
const FADE_MS = 4 * WEEK_MS;

/** From so many hours with a look in them, over at least a week, hours are called usual. */
const ENOUGH_HOURS = 20;
const ENOUGH_MS = WEEK_MS;

/** How much somebody looked. Moments are milliseconds since the epoch. */
interface Tally {
  since: number;
  /** When the last hour with a look was counted. */
  at: number;
  /** Hours with a look in them, since the beginning. */
  hours: number;
  /** The same, and the time that was watched for looks, both fading. */
  recentHours: number;
  recentMs: number;
}

function parseTally(text: string | null): Tally | null {
  try {
    const read: unknown = JSON.parse(text ?? '');
    if (typeof read !== 'object' || read === null) return null;
    const { since, at, hours, recentHours, recentMs } = read as Record<string, unknown>;
    const numbers = [since, at, hours, recentHours, recentMs];
    return numbers.every((each) => typeof each === 'number' && Number.isFinite(each)) ? (read as Tally) : null;
  } catch {
    return null;
  }
}

/** The tally as it stands at a moment at which nobody looked since. */
function passed(tally: Tally, now: number): Tally {
  const elapsedMs = Math.max(0, now - tally.at);
  const left = Math.exp(-elapsedMs / FADE_MS);
  return { ...tally, at: now, recentHours: tally.recentHours * left, recentMs: tally.recentMs * left + elapsedMs };
}

/** Learns from real looking in which hours of the week it is usual, and keeps that over restarts. */
export class Habits {
  readonly #meta: Store['meta'];
  #weights: readonly number[];
  #tally: Tally | null;
  #hour = Number.NaN;

  constructor(meta: Store['meta']) {
    this.#meta = meta;
    this.#weights = parseWeights(meta.get('usualHours'));
    this.#tally = parseTally(meta.get('usualHoursTally'));
    if (this.#tally !== null) this.#hour = Math.floor(this.#tally.at / HOUR_MS);
  }

  /** How usual it is that somebody looks, by hour of the week in UTC; see `recordLook`. */
  get weights(): readonly number[] {
    return this.#weights;
  }

  /** Somebody looks; call it as often as that is known. An hour counts once. */
  look(now: number): void {
    const hour = Math.floor(now / HOUR_MS);
    if (hour === this.#hour) return;
    this.#hour = hour;
    this.#weights = recordLook(this.#weights, hourOfWeek(now));
    const before = this.#tally === null ? { since: now, at: now, hours: 0, recentHours: 0, recentMs: 0 } : passed(this.#tally, now);
    this.#tally = { ...before, since: Math.min(before.since, now), hours: before.hours + 1, recentHours: before.recentHours + 1 };
    this.#meta.set('usualHours', serialiseWeights(this.#weights));
    this.#meta.set('usualHoursTally', JSON.stringify(this.#tally));
  }

  show(now: number): UsualHours {
    const tally = this.#tally === null ? null : passed(this.#tally, now);
    const learned = tally !== null && tally.hours >= ENOUGH_HOURS && now - tally.since >= ENOUGH_MS;
    const perWeek = tally === null || !learned ? null : Math.min(168, (tally.recentHours / tally.recentMs) * WEEK_MS);
    return { learned, hoursPerWeek: perWeek, hoursLooked: tally?.hours ?? 0, weights: [...this.#weights] };
  }
}

/** The hours of the week in which it is most usual to look, as many as are looked in; `null` until enough was learned. */
export function usualHoursOfWeek({ hoursPerWeek, weights }: UsualHours): number[] | null {
  if (hoursPerWeek === null) return null;
  const byWeight = weights.map((weight, hour) => ({ weight, hour })).sort((a, b) => b.weight - a.weight || a.hour - b.hour);
  return byWeight
    .slice(0, Math.max(1, Math.round(hoursPerWeek)))
    .map(({ hour }) => hour)
    .sort((a, b) => a - b);
}
