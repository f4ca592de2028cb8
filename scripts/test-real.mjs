import { build, needsBuild } from './lib/project.mjs';
import { printTotal, runAll, vitest } from './lib/runners.mjs';

async function main() {
  if (needsBuild()) {
    const built = await build();
    if (built.code !== 0) {
      process.stdout.write(built.output);
      printTotal({ passed: 0, failed: 1, skipped: [], problems: ['The build failed, so no test was run.'] });
      return 1;
    }
  }
  const total = await runAll([vitest('real upstreams', 'test/real/vitest.config.ts')]);
  printTotal(total);
  // Where the upstream is not installed every test is skipped with that reason, which is no failure.
  return total.failed === 0 && total.problems.length === 0 ? 0 : 1;
}

process.exitCode = await main();
