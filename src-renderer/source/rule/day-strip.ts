const QUARTERS = 96;
const MINUTES_A_QUARTER = 15;

/** A quarter of an hour of the strip, by the clock of this computer. */
export interface Quarter {
  calls: number;
  looked: boolean;
}

/**
 * Quarters of an hour from midnight UTC on, turned to begin at midnight of a clock that is `offsetMinutes` ahead of UTC.
 * What falls before that midnight comes at the end of the day.
 */
export function byLocalClock(quarters: readonly number[], looked: readonly boolean[], offsetMinutes: number): Quarter[] {
  const shift = Math.round(offsetMinutes / MINUTES_A_QUARTER);
  return Array.from({ length: QUARTERS }, (_each, local) => {
    const utc = (((local - shift) % QUARTERS) + QUARTERS) % QUARTERS;
    return { calls: quarters[utc] ?? 0, looked: looked[utc] ?? false };
  });
}

/** Calls in each full hour. */
export function byHour(quarters: readonly Quarter[]): number[] {
  return Array.from({ length: 24 }, (_each, hour) => quarters.slice(hour * 4, hour * 4 + 4).reduce((sum, { calls }) => sum + calls, 0));
}
