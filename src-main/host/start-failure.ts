import { storeFailure } from '../store/store-failure.ts';

/** What a disk says when it is full, broken, or not ours to write to. */
const DISK_CODES = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO', 'EISDIR', 'ENOTDIR']);

/** Why the app could not start with a data folder, in words for the user. */
export function startFailure(error: unknown, dataFolder: string): string {
  const said = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const failure = storeFailure(error);
  if (failure !== null) return `${failure.message} ${failure.advice} The data folder is ${dataFolder}.`;
  if (!DISK_CODES.has(code)) return said;
  return `The data folder ${dataFolder} cannot be used: ${said}. Check its permissions and the free space, or choose another with --data.`;
}
