import { binScript, nodePath, runQuietly } from './lib/project.mjs';

const checks = [
  ['types', ['typescript', 'tsc'], []],
  ['lint', ['eslint'], ['.', '--max-warnings', '0']],
  ['format', ['prettier'], ['--check', '.']],
  [
    'imports',
    ['dependency-cruiser', 'depcruise'],
    ['--config', '.dependency-cruiser.cjs', 'src-main', 'src-preload', 'src-renderer', 'test'],
  ],
  ['unused', ['knip'], []],
];

/** Runs one check; its output is shown only where it found something. */
async function passes([name, [packageName, command], args]) {
  const startedAtMs = performance.now();
  const { code, output } = await runQuietly(nodePath(), [binScript(packageName, command), ...args]);
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  if (code !== 0) process.stdout.write(`${output.trimEnd()}\n`);
  process.stdout.write(`${name}: ${code === 0 ? 'ok' : 'FAILED'} (${seconds} s)\n`);
  return code === 0;
}

const failed = [];
for (const check of checks) if (!(await passes(check))) failed.push(check[0]);
process.stdout.write(failed.length === 0 ? 'All checks passed.\n' : `Failed: ${failed.join(', ')}.\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
