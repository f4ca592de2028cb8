import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { lockFolder } from '../../../src-main/store/folder-lock.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const module = fileURLToPath(new URL('../../../src-main/store/folder-lock.ts', import.meta.url));

/** Tries the lock in another process, which then ends without releasing it. */
function tryElsewhere(file: string): string {
  const script = `const { lockFolder } = await import(${JSON.stringify(module)}); process.stdout.write(String(lockFolder(${JSON.stringify(file)}) !== null)); process.kill(process.pid, 'SIGKILL');`;
  return spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], { encoding: 'utf8' }).stdout;
}

test('one process holds the lock, and it is free again when that process is gone, however it went', () => {
  const file = join(tempFolder(), 'lock.db');
  const lock = lockFolder(file);
  expect(lock).not.toBeNull();
  expect(tryElsewhere(file)).toBe('false');
  lock?.release();
  expect(tryElsewhere(file)).toBe('true');
  expect(tryElsewhere(file)).toBe('true');
});
