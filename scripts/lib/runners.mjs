import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binScript, nodePath, root } from './project.mjs';

/** A run of vitest. `args` are further command-line arguments. */
export function vitest(name, config, args = []) {
  const reporter = join(root, 'scripts/lib/vitest-results.mjs');
  return {
    name,
    config,
    args: [binScript('vitest'), 'run', '--config', config, '--reporter=default', `--reporter=${reporter}`, ...args],
    env: (resultsFile) => ({ FRESHET_TEST_RESULTS: resultsFile }),
    read: (text) => JSON.parse(text),
  };
}

/** A run of Playwright. */
export function playwright(name, config) {
  return {
    name,
    config,
    args: [binScript('@playwright/test', 'playwright'), 'test', '--config', config, '--retries=0', '--reporter=list,json'],
    env: (resultsFile) => ({ PLAYWRIGHT_JSON_OUTPUT_NAME: resultsFile }),
    read: (text) => readPlaywright(JSON.parse(text)),
  };
}

/** A sample of the faults that `npm run test:faults` tries. */
export function faults(name) {
  const config = 'test/faults/run.ts';
  return {
    name,
    config,
    args: [config, '--sample'],
    env: (resultsFile) => ({ FRESHET_TEST_RESULTS: resultsFile }),
    read: (text) => JSON.parse(text),
  };
}

function readPlaywright({ stats, suites }) {
  const skipped = suites
    .flatMap((suite) => skippedIn(suite, []))
    .map(({ titles, test }) => ({ name: titles.join(' > '), reason: skipReason(test) }));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped };
}

function skippedIn(suite, path) {
  const here = [...path, suite.title];
  const own = suite.specs.flatMap((spec) =>
    spec.tests.filter((test) => test.status === 'skipped').map((test) => ({ titles: [...here, spec.title], test })),
  );
  return [...own, ...(suite.suites ?? []).flatMap((inner) => skippedIn(inner, here))];
}

function skipReason({ annotations }) {
  const mark = annotations.find(({ type }) => type === 'skip' || type === 'fixme');
  return mark === undefined ? 'not reached' : (mark.description ?? 'no reason given');
}

/** Runs a runner to its end with its output going straight to the screen. */
function runToEnd(runner, resultsFile) {
  return new Promise((done) => {
    const child = spawn(nodePath(), runner.args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...runner.env(resultsFile) } });
    const forward = () => child.kill('SIGTERM');
    process.once('SIGTERM', forward);
    child.on('error', (error) => done(error.message));
    child.on('exit', (code, signal) => {
      process.off('SIGTERM', forward);
      done(signal ?? code);
    });
  });
}

/** A runner that dies, or says that something failed without saying what, counts as one failure. */
async function runOne(runner) {
  const folder = mkdtempSync(join(tmpdir(), 'freshet-results-'));
  try {
    const file = join(folder, 'results.json');
    const ended = await runToEnd(runner, file);
    if (!existsSync(file)) return { passed: 0, failed: 1, skipped: [], problem: `${runner.name} ended (${ended}) without results` };
    const results = runner.read(readFileSync(file, 'utf8'));
    if (ended === 0 || results.failed > 0) return results;
    return { ...results, failed: 1, problem: `${runner.name} ended (${ended}) although no test failed` };
  } catch (error) {
    return { passed: 0, failed: 1, skipped: [], problem: `the results of ${runner.name} cannot be read: ${error.message}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs every runner whose config file exists, one after the other, and adds up what came of them. */
export async function runAll(runners) {
  const total = { passed: 0, failed: 0, skipped: [], problems: [] };
  let interrupted = false;
  const interrupt = () => (interrupted = true);
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  for (const runner of runners) {
    if (interrupted || !existsSync(join(root, runner.config))) continue;
    process.stdout.write(`\n== ${runner.name} ==\n`);
    const results = await runOne(runner);
    total.passed += results.passed;
    total.failed += results.failed;
    total.skipped.push(...results.skipped.map((test) => ({ ...test, runner: runner.name })));
    if (results.problem !== undefined) total.problems.push(results.problem);
  }
  if (interrupted) total.problems.push('the tests were interrupted');
  return total;
}

/** Prints what was skipped and why, then as the last line the sum. */
export function printTotal({ passed, failed, skipped, problems }) {
  const lines = ['', ...skipped.map(({ runner, name, reason }) => `skipped: ${runner}: ${name}: ${reason}`), ...problems];
  const sum = `${passed} passed, ${failed} failed`;
  lines.push(skipped.length === 0 ? sum : `${sum}, ${skipped.length} skipped`);
  process.stdout.write(`${lines.join('\n')}\n`);
}
