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

/** How often it is said how far it has come, milliseconds. */
const PROGRESS_MS = 30_000;

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

/** What was done last in a round, to be told when it was lost. */
interface Moment {
  words: string;
  atMs: number | undefined;
}

async function tryRound(ground: Ground, tally: Tally, round: number, { seed, atMs }: TryOptions, moment: Moment): Promise<void> {
  const random = randomOf(seed, tally.kind.name, round);
  const note = (words: string, at?: number) => void Object.assign(moment, { words, atMs: at });
  for (let repeated = 0; repeated <= MOST_REPEATS; repeated += 1) {
    if (await ground.attempt({ random, atMs, note })) return;
    tally.repeated += 1;
  }
  throw new Error(`the kill did not land in ${MOST_REPEATS} attempts`);
}

function sayLost({ kind }: Tally, round: number, seed: number, { words, atMs }: Moment, error: unknown): void {
  const at = atMs === undefined ? '' : ` --at ${atMs.toFixed(2)}`;
  say(`LOST ${kind.name} ${round}, ${words}: ${error instanceof Error ? error.message : String(error)}`);
  say(`  again: npm run test:faults -- --seed ${seed} --only ${kind.name} --round ${round}${at}`);
}

/** Tries the rounds of a chain. After one that was lost the next begin on a folder of their own. */
async function tryChain({ tally, rounds }: Chain, options: TryOptions): Promise<void> {
  let ground: Ground | null = null;
  const begun = performance.now();
  const moment: Moment = { words: 'before anything was done', atMs: undefined };
  for (const round of rounds) {
    tally.tried += 1;
    try {
      ground ??= await tally.kind.open();
      await tryRound(ground, tally, round, options, moment);
    } catch (error) {
      tally.lost += 1;
      ground = null;
      sayLost(tally, round, options.seed, moment, error);
    }
  }
  try {
    await ground?.close();
  } catch (error) {
    // What was promised for the last round does not hold to the end.
    tally.lost += 1;
    sayLost(tally, rounds.at(-1) ?? 0, options.seed, moment, error);
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
    say(
      row
        .map((cell, column) => (isText(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    );
  const kills = tallies.filter(({ kind }) => kind.group === 'kill');
  const sum = (of: readonly Tally[], value: (tally: Tally) => number) => of.reduce((total, tally) => total + value(tally), 0);
  const landed = sum(kills, ({ tried }) => tried);
  if (landed > 0)
    say(
      `kills within what they name: ${landed}; ${sum(kills, ({ repeated }) => repeated)} that landed beside it were repeated and do not count`,
    );
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
  // The first of each kind, then the second: a run that is cut short has tried some of all.
  chains.sort((a, b) => (a.rounds[0] ?? 0) / a.tally.kind.rounds - (b.rounds[0] ?? 0) / b.tally.kind.rounds);
  const planned = chains.reduce((total, { rounds }) => total + rounds.length, 0);
  const sumOf = (value: (tally: Tally) => number) => tallies.reduce((total, tally) => total + value(tally), 0);
  const progress = setInterval(
    () => say(`${sumOf(({ tried }) => tried)} of ${planned} tried, ${sumOf(({ lost }) => lost)} lost`),
    PROGRESS_MS,
  );
  const lane = async () => {
    for (let chain = chains.shift(); chain !== undefined; chain = chains.shift()) await tryChain(chain, options);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  clearInterval(progress);
  printTable(tallies);
  say(`in ${((performance.now() - begun) / 1_000).toFixed(0)} s`);
  return {
    tried: sumOf(({ tried }) => tried),
    lost: sumOf(({ lost }) => lost),
    skipped,
  };
}
