import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A disk in memory, where there is one: every commit is synchronised, and there that costs nothing and changes nothing. */
export const memoryDisk = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A folder of its own for a test, gone when the test is over. */
export function tempFolder(disk: string = tmpdir()): string {
  const folder = mkdtempSync(join(disk, 'freshet-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}
