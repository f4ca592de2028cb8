import { spawnSync } from 'node:child_process';
import { statfsSync, writeFileSync } from 'node:fs';

const asOwner = process.getuid?.() === 0 ? [] : ['--map-root-user'];

/** A small disk that only the program within sees, and that is gone when it ends. */
export const smallDisk = (folder: string, kibibytes = 6_000) => [
  'unshare',
  ...asOwner,
  '--mount',
  '--propagation',
  'private',
  'sh',
  '-c',
  `mount -t tmpfs -o size=${kibibytes}k tmpfs "$0" && exec "$@"`,
  folder,
];

export const canMount = spawnSync('unshare', [...asOwner, '--mount', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt']).status === 0;
if (!canMount) process.stdout.write('Skipped: a full disk, because this system does not let the test mount a small one.\n');

/** Writes until no more than so many bytes fit. */
export function fill(file: string, folder: string, leaveBytes = 0): void {
  const { bavail, bsize } = statfsSync(folder);
  try {
    writeFileSync(file, Buffer.alloc(Math.max(0, bavail * bsize - leaveBytes)));
  } catch (error) {
    // The app has taken some of it meanwhile, so that the disk is full all the same.
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
