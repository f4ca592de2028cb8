import { parseArgs } from 'node:util';
import { build } from './lib/project.mjs';
import { faults, playwright, printTotal, runAll, vitest } from './lib/runners.mjs';

const usage = 'npm test -- [--only unit|integration|faults|e2e|desktop]';

const runners = {
  all: [
    vitest('unit and integration', 'vitest.config.ts'),
    faults('faults, a sample'),
    playwright('e2e', 'test/e2e/playwright.config.ts'),
    playwright('desktop', 'test/desktop/playwright.config.ts'),
  ],
  unit: [vitest('unit', 'vitest.config.ts', ['--project', 'unit'])],
  integration: [vitest('integration', 'vitest.config.ts', ['--project', 'integration'])],
  faults: [faults('faults, a sample')],
  e2e: [playwright('e2e', 'test/e2e/playwright.config.ts')],
  desktop: [playwright('desktop', 'test/desktop/playwright.config.ts')],
};

function readOnly(args) {
  const { only = 'all' } = parseArgs({ args, allowPositionals: false, options: { only: { type: 'string' } } }).values;
  if (!Object.hasOwn(runners, only)) throw new Error(`--only does not know '${only}'`);
  return only;
}

async function main() {
  let only;
  try {
    only = readOnly(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error.message}\n${usage}\n`);
    return 2;
  }
  // Unit tests run the sources; all others run what is shipped.
  if (only !== 'unit') {
    const built = await build();
    if (built.code !== 0) {
      process.stdout.write(built.output);
      printTotal({ passed: 0, failed: 1, skipped: [], problems: ['The build failed, so no test was run.'] });
      return 1;
    }
  }
  const total = await runAll(runners[only]);
  const ran = total.passed + total.failed > 0;
  if (!ran) total.problems.push('No test was run.');
  printTotal(total);
  return total.failed === 0 && total.problems.length === 0 ? 0 : 1;
}

process.exitCode = await main();
