import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { corruptions } from './corruption.ts';
import type { Kind } from './fault.ts';
import { killAll } from './faulty-app.ts';
import { backup } from './kills/backup.ts';
import { checkpoint } from './kills/checkpoint.ts';
import { enrichment } from './kills/enrichment.ts';
import { merge } from './kills/merge.ts';
import { migration } from './kills/migration.ts';
import { recovery } from './kills/recovery.ts';
import { restore } from './kills/restore.ts';
import { retention } from './kills/retention.ts';
import { vacuum } from './kills/vacuum.ts';
import { surroundings } from './surroundings.ts';
import { closeTemplates, removeFolders } from './templates.ts';
import { tryFaults } from './try-faults.ts';

const usage = `npm run test:faults -- [options]

  --seed S    the same moments and damages as in the run that named this seed
  --only K    only this kind of fault
  --round N   only this round of it
  --at MS     kill so long after the beginning, in milliseconds
  --sample    a few of each kind
`;

const kinds: Kind[] = [
  merge,
  enrichment,
  backup,
  migration,
  restore,
  recovery,
  checkpoint,
  retention,
  vacuum,
  ...corruptions,
  ...surroundings,
];

function readOptions(args: string[]) {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: { seed: text, only: text, round: text, at: text, sample: { type: 'boolean', default: false }, help: { type: 'boolean' } },
  });
  const number = (name: 'seed' | 'round' | 'at') => {
    const value = values[name];
    if (value === undefined) return null;
    if (!/^\d+(\.\d+)?$/.test(value)) throw new Error(`--${name} needs a number, not '${value}'`);
    return Number(value);
  };
  const chosen = kinds.filter(({ name }) => values.only === undefined || name === values.only);
  if (chosen.length === 0) throw new Error(`--only knows ${kinds.map(({ name }) => name).join(', ')}`);
  const [round, atMs] = [number('round'), number('at')];
  if (round !== null && values.only === undefined) throw new Error('--round needs --only');
  const seed = number('seed') ?? Math.floor(Math.random() * 2 ** 31);
  return { chosen, seed, round, atMs, sample: values.sample, help: values.help === true };
}

async function main(): Promise<number> {
  let options;
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(usage);
    return 0;
  }
  // What it began is ended with it.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      killAll();
      removeFolders();
      process.exit(1);
    });
  try {
    const { tried, lost, skipped } = await tryFaults(options);
    const results = process.env['FRESHET_TEST_RESULTS'];
    if (results !== undefined) writeFileSync(results, JSON.stringify({ passed: tried - lost, failed: lost, skipped }));
    process.stdout.write(`faults tried ${tried}, survived ${tried - lost}, lost ${lost}\n`);
    return lost === 0 && tried > 0 ? 0 : 1;
  } finally {
    killAll();
    await closeTemplates();
    removeFolders();
  }
}

// Upstreams of rounds that were lost may still be open.
process.exit(await main());
