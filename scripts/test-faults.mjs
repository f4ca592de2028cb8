import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { build, needsBuild, nodePath, root } from './lib/project.mjs';

async function main() {
  if (needsBuild()) {
    const built = await build();
    if (built.code !== 0) {
      process.stdout.write(`${built.output}\nThe build failed, so no fault was tried.\n`);
      return 1;
    }
  }
  const child = spawn(nodePath(), ['test/faults/run.ts', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  // A terminal sends Ctrl-C to the child too, which then tidies up.
  process.on('SIGINT', () => {});
  const [code] = await once(child, 'exit');
  return code ?? 1;
}

process.exitCode = await main();
