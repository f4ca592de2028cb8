import { hash } from 'node:crypto';
import type { Dashboard, PanelQuery, ParameterValues, TimeRange } from '../../src-preload/contract/index.ts';
import { parametersOf } from '../store/query/sql-tokens.ts';

/** What a query is asked with, once nothing is left out. */
export interface Asked {
  parameters: ParameterValues;
  range: TimeRange;
  timeZone: string;
  /** Records as they were known then, ISO 8601; left out: as they are. */
  asOf?: string | undefined;
}

/** The beginning and end of time, as far as SQL and JavaScript agree on them. */
const EVER_MS = 8_640_000_000_000_000;

/** A result over a range that moves is good for no more than this share of the range. */
const MOVING_SHARE = 0.1;
const LEAST_KEEP_MS = 10_000;

/** Milliseconds since the epoch; `to` is not within. */
export function boundsOf(range: TimeRange, nowMs: number): { from: number; to: number } {
  if ('lastSeconds' in range) return { from: nowMs - range.lastSeconds * 1000, to: nowMs + 1 };
  if ('all' in range) return { from: -EVER_MS, to: EVER_MS };
  return { from: Date.parse(range.from), to: Date.parse(range.to) };
}

/** The values of a dashboard's parameters: those that were chosen, and its own where none was. */
export function valuesOf(dashboard: Pick<Dashboard, 'parameters'>, chosen: ParameterValues): ParameterValues {
  return Object.fromEntries(dashboard.parameters.map(({ name, standard }) => [name, chosen[name] === undefined ? standard : chosen[name]]));
}

/** What of all that it is asked with a query uses; what it does not use makes no other result. */
export interface Used {
  parameters: ParameterValues;
  range: TimeRange | null;
  timeZone: string | null;
  asOf?: string;
}

/** Finds what a query uses. Pure. */
export function usedBy(query: PanelQuery, { parameters, range, timeZone, asOf }: Asked): Used {
  const names =
    query.kind === 'sql'
      ? new Set(parametersOf(query.sql))
      : new Set([
          ...query.where.flatMap(({ value }) => (typeof value === 'object' && value !== null ? [value.parameter] : [])),
          ...(query.inRange ? ['from', 'to'] : []),
        ]);
  const cutsTime = query.kind === 'sql' ? /time_bucket/i.test(query.sql) : query.by.some(({ grain }) => grain !== undefined);
  return {
    parameters: Object.fromEntries(
      Object.entries(parameters)
        .filter(([name]) => names.has(name))
        .sort(),
    ),
    range: names.has('from') || names.has('to') ? range : null,
    timeZone: cutsTime ? timeZone : null,
    ...(asOf === undefined ? {} : { asOf }),
  };
}

/** The same for the same query with the same values. */
export function keyOf(query: PanelQuery, used: Used): string {
  return hash('sha256', JSON.stringify([query, used]), 'base64url').slice(0, 22);
}

/** From 0 to below 1, the same for the same key. */
export function shareOf(key: string): number {
  return parseInt(hash('sha256', key).slice(0, 8), 16) / 2 ** 32;
}

/**
 * How long a result is good when its data do not change, milliseconds: as long as the panel says, a fifth more or less by
 * its key, so that what was made together does not all come due together (240, 300 or 360 s where it says 300), and no
 * longer than a tenth of a time range that moves.
 */
export function keepMsOf(keepSeconds: number, key: string, { range }: Pick<Used, 'range'>): number {
  const stagger = [0.8, 1, 1.2][Math.floor(shareOf(key) * 3)] ?? 1;
  const keepMs = keepSeconds * 1000 * stagger;
  if (range === null || !('lastSeconds' in range)) return keepMs;
  return Math.min(keepMs, Math.max(LEAST_KEEP_MS, range.lastSeconds * 1000 * MOVING_SHARE));
}
