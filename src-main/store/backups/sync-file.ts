import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';

function sync(path: string, flags: string): void {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Puts a finished file in its place so that a power cut leaves the one or the other and never a part: its bytes are on disk
 * before its name is, and the name before this returns.
 */
export function moveIntoPlace(from: string, to: string): void {
  sync(from, 'r+');
  renameSync(from, to);
  try {
    sync(dirname(to), 'r');
  } catch {
    // Windows lets nobody open a folder, and writes names by itself.
  }
}
