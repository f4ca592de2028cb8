import type { Ground, Kind } from './fault.ts';
import { randomOf } from './random.ts';

/** As many as this run at a time: killing and starting an app keeps one processor busy. */
const LANES = 2;
/** A kill that does not land within what it names is repeated; after so many repetitions something is wrong with the aim. */
const MOST_REPEATS = 25;

export interface TryOptions {
  chosen: readonly Kind[];
  seed: number;
  /** Only this round; all where it is `null`. */
  round: number | null;
  /** How long after the beginning to kill, milliseconds; drawn where it is `null`. */
  atMs: number | null;
  sample: boolean;
}

export interface Results {
  tried: number;
  lost: number;
  skipped: { name: string; reason: string }[];
}

interface Tally {
  kind: Kind;
  tried: number;
  lost: number;
  /** Attempts that did not land. */
  repeated: number;
  ms: number;
}

/** Rounds that follow one another on one folder. */
interface Chain {
  tally: Tally;
  rounds: number[];
}

const say = (words: string) => process.stdout.write(`${words}\n`);

function chainsOf(tally: Tally, { round, sample }: TryOptions): Chain[] {
  const { kind } = tally;
  if (round !== null) return [{ tally, rounds: [round] }];
  const rounds = Array.from({ length: sample ? kind.sampled : kind.rounds }, (_, number) => number);
  const chains: Chain[] = [];
  for (let start = 0; start < rounds.length; start += kind.roundsPerGround)
    chains.push({ tally, rounds: rounds.slice(start, start + kind.roundsPerGround) });
  return chains;
}

async function tryRound(ground: Ground, tally: Tally, round: number, { seed, atMs }: TryOptions): Promise<void> {
  const random = randomOf(seed, tally.kind.name, round);
  for (let repeated = 0; repeated <= MOST_REPEATS; repeated += 1) {
    const { landed } = await ground.attempt({ random, atMs });
    if (landed) return;
    tally.repeated += 1;
  }
  throw new Error(`the kill did not land in ${MOST_REPEATS} attempts`);
}

/** Tries the rounds of a chain. After one that was lost the next begin on a folder of their own. */
async function tryChain({ tally, rounds }: Chain, options: TryOptions): Promise<void> {
  let ground: Ground | null = null;
  const begun = performance.now();
  for (const round of rounds) {
    tally.tried += 1;
    try {
      ground ??= await tally.kind.open();
      await tryRound(ground, tally, round, options);
    } catch (error) {
      tally.lost += 1;
      ground = null;
      const { message, moment } = error as Error & { moment?: string };
      const how = `--seed ${options.seed} --only ${tally.kind.name} --round ${round}`;
      say(`LOST ${tally.kind.name} ${round}${moment === undefined ? '' : `, ${moment}`}: ${message}\n  again: npm run test:faults -- ${how}`);
    }
  }
  try {
    await ground?.close();
  } catch (error) {
    tally.lost += 1;
    say(`LOST ${tally.kind.name} after round ${rounds.at(-1)}: ${error instanceof Error ? error.message : String(error)}`);
  }
  tally.ms += performance.now() - begun;
}

function printTable(tallies: readonly Tally[]): void {
  const rows = tallies.map(({ kind, tried, lost, repeated, ms }) => [
    kind.name,
    String(tried),
    String(tried - lost),
    String(lost),
    kind.group === 'kill' ? String(repeated) : '',
    (ms / 1_000).toFixed(0),
    kind.what,
  ]);
  const head = ['kind', 'tried', 'survived', 'lost', 'repeated', 'seconds', 'what'];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const isText = (column: number) => column === 0 || column === head.length - 1;
  for (const row of [head, ...rows])
    say(row.map((cell, column) => (isText(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd());
  const kills = tallies.filter(({ kind }) => kind.group === 'kill');
  const sum = (of: readonly Tally[], value: (tally: Tally) => number) => of.reduce((total, tally) => total + value(tally), 0);
  const landed = sum(kills, ({ tried }) => tried);
  if (landed > 0) say(`kills within what they name: ${landed}; ${sum(kills, ({ repeated }) => repeated)} that landed beside it were repeated and do not count`);
}

/** Tries faults of these kinds, and says what became of them. */
export async function tryFaults(options: TryOptions): Promise<Results> {
  say(`seed ${options.seed}`);
  const begun = performance.now();
  const tallies = options.chosen.map((kind) => ({ kind, tried: 0, lost: 0, repeated: 0, ms: 0 }));
  const skipped: Results['skipped'] = [];
  const chains: Chain[] = [];
  for (const tally of tallies) {
    const obstacle = tally.kind.obstacle?.() ?? null;
    if (obstacle === null) chains.push(...chainsOf(tally, options));
    else {
      skipped.push({ name: tally.kind.name, reason: obstacle });
      say(`skipped ${tally.kind.name}: ${obstacle}`);
    }
  }
  const lane = async () => {
    for (let chain = chains.shift(); chain !== undefined; chain = chains.shift()) await tryChain(chain, options);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  printTable(tallies);
  say(`in ${((performance.now() - begun) / 1_000).toFixed(0)} s`);
  return {
    tried: tallies.reduce((total, { tried }) => total + tried, 0),
    lost: tallies.reduce((total, { lost }) => total + lost, 0),
    skipped,
  };
}
