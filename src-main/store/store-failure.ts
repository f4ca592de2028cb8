import type { Failure } from '../../src-preload/contract/index.ts';

/** A failure of the database in words; `null` when the error is of another kind. */
export function storeFailure(error: unknown): Failure | null {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (!code.startsWith('SQLITE_')) return null;
  const said = (error as Error).message;
  if (code === 'SQLITE_FULL') {
    return {
      code: 'store',
      message: 'The disk is full, so nothing could be stored. The records are as they were.',
      advice: 'Free some space on the disk of the data folder; Freshet tries again by itself.',
    };
  }
  if (code === 'SQLITE_READONLY' || code.startsWith('SQLITE_READONLY_') || code === 'SQLITE_CANTOPEN' || code === 'SQLITE_PERM') {
    return {
      code: 'store',
      message: `The database may not be written to (${said}). The records are as they were.`,
      advice: 'Check the permissions of the data folder.',
    };
  }
  return {
    code: 'store',
    message: `The database could not be written: ${said} (${code}). The records are as they were.`,
    advice: 'Check the disk of the data folder; Freshet tries again by itself.',
  };
}
