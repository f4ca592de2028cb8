import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readTransfer, type TransferWish } from '../host/transfer-arguments.ts';

/** What the command line asks of the desktop app. */
export interface DesktopArguments {
  /** Absolute path, or `null` for the default folder. */
  dataFolder: string | null;
  /** Whether a first start brings the demo workspace. */
  demo: boolean;
  /** Call no source at all. */
  safeMode: boolean;
  /** Whether to start without showing the window, as a start at sign-in does. */
  hidden: boolean;
  /** What to export or import instead of starting; `null`: start. */
  transfer: TransferWish | null;
}

/**
 * Reads `--data DIR`, `--no-demo`, `--safe` and `--hidden`, or `--export FILE` and `--import FILE` with `--replace` and `--json`,
 * and leaves everything else alone, because Electron and Chromium put switches of their own on the same command line. What is
 * relative is taken from `workingFolder`. Throws an `Error` in words for the user when a folder or file is not named.
 */
export function readArguments(argv: readonly string[], workingFolder: string): DesktopArguments {
  const { values } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      'no-demo': { type: 'boolean' },
      safe: { type: 'boolean' },
      hidden: { type: 'boolean' },
      export: { type: 'string' },
      import: { type: 'string' },
      replace: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  });
  if (values.data === true || values.data === '') {
    throw new Error('--data needs a folder. Write it after the option, for example: --data /home/me/freshet');
  }
  return {
    dataFolder: typeof values.data === 'string' ? resolve(workingFolder, values.data) : null,
    demo: values['no-demo'] !== true,
    safeMode: values.safe === true,
    hidden: values.hidden === true,
    transfer: readTransfer(values, workingFolder),
  };
}
