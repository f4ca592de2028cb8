const HOURS_OF_WEEK = 168;

/** Weights by hour of the week in UTC as the clock of a place has them. `offsetMinutes` is what is to be added there to get UTC. */
export function localWeek(weights: readonly number[], offsetMinutes: number): number[] {
  const hours = Math.round(offsetMinutes / 60);
  return Array.from({ length: HOURS_OF_WEEK }, (_, hour) => weights[(hour + hours + HOURS_OF_WEEK) % HOURS_OF_WEEK] ?? 0);
}

/** The hours that stand out, in words for those who do not see them. */
export function mostUsual(week: readonly number[], days: readonly string[]): string {
  const top = week
    .map((weight, hour) => ({ weight, hour }))
    .sort((a, b) => b.weight - a.weight || a.hour - b.hour)
    .slice(0, 3);
  const [first] = top;
  if (first === undefined || first.weight <= Math.min(...week)) return 'Every hour of the week is as usual as any other so far';
  return `Most usual: ${top.map(({ hour }) => `${days[Math.floor(hour / 24)] ?? ''} ${hour % 24} to ${(hour % 24) + 1}`).join(', ')}`;
}
