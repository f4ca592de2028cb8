/** One line of the benchmark: a figure, and what it should be. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  aim: string;
}

export interface Bench {
  name: string;
  run(): Promise<Figure>;
}

/** How long `work` takes, milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The value below which a share of all lies, such as 0.99. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
}

/**
 * The median of how two works compare, `first` over `second`. They run in turns, so that whatever else the machine does
 * falls on both, and each pair gives a ratio of its own.
 */
export async function ratio(
  rounds: number,
  first: (round: number) => Promise<number>,
  second: (round: number) => Promise<number>,
): Promise<number> {
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const [a, b] =
      round % 2 === 0
        ? [await first(round), await second(round)]
        : await second(round).then(async (late) => [await first(round), late] as const);
    ratios.push(a / b);
  }
  return median(ratios);
}
