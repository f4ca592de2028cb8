import { UnfitValue } from '../store/staging.ts';
import { storeFailure } from '../store/store-failure.ts';

/** Why an export or import cannot be done, in words for the user. Nothing was left half done. */
export class TransferError extends Error {
  override name = 'TransferError';
  readonly advice: string;

  constructor(message: string, advice: string) {
    super(message);
    this.advice = advice;
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '');

/** That the disk of the data folder ended an import, in words; `null` for other errors. An import writes nowhere else. */
export function importDiskFull(error: unknown): TransferError | null {
  if (!['SQLITE_FULL', 'ENOSPC', 'EDQUOT'].includes(codeOf(error))) return null;
  return new TransferError(
    'The disk of the data folder is full, so the import was ended.',
    'Free some space and import the file again. Sources that had been taken in are whole; of the others nothing was taken in.',
  );
}

/** An error of the file system, of compression or of the database, in words; others as they are. */
export function transferError(error: unknown, file: string): unknown {
  if (error instanceof TransferError) return error;
  const code = codeOf(error);
  const said = error instanceof Error ? error.message : String(error);
  if (code === 'ENOENT')
    return new TransferError(`There is no file ${file}.`, 'Check the path; it has to be on the computer that Freshet runs on.');
  if (code === 'EEXIST') return new TransferError(`${file} is there already.`, 'Choose another name; nothing is overwritten.');
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new TransferError(
      `The disk of ${file} is full.`,
      'Free some space or choose a file on another disk. What was written has been removed.',
    );
  if (['EACCES', 'EPERM', 'EROFS', 'EISDIR', 'ENOTDIR'].includes(code))
    return new TransferError(`${file} cannot be used: ${said}.`, 'Check the path and its permissions, or choose another file.');
  if (code === 'Z_BUF_ERROR')
    return new TransferError(`${file} is cut: its end is missing.`, 'Copy it again in full, or export it anew. Nothing was imported.');
  if (code.startsWith('Z_'))
    return new TransferError(
      `${file} is no export of Freshet, or it is damaged: ${said}.`,
      'Choose a file that an export wrote. Nothing was imported.',
    );
  if (code.startsWith('SQLITE_CONSTRAINT') || error instanceof UnfitValue)
    return new TransferError(
      `${file} holds a value that does not fit: ${said}.`,
      'Export it anew. The source that holds it was not imported.',
    );
  const failure = storeFailure(error);
  return failure === null ? error : new TransferError(failure.message, failure.advice);
}
