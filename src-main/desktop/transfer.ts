import { app } from 'electron';
import { DataFolderInUse } from '../host/data-folder.ts';
import { runTransfer, type TransferWish } from '../host/transfer-arguments.ts';

/**
 * Exports or imports without a window, and ends the app: with code 0, with 3 when Freshet runs on the folder, else with 1.
 * What became of it is printed and never a dialog, which a script would wait on for ever.
 */
export async function transferAndExit(wish: TransferWish, dataFolder: string, version: string): Promise<void> {
  try {
    const text = await runTransfer(wish, dataFolder, version);
    // The process may end before a pipe has taken what was written.
    process.stdout.write(text, () => app.exit(0));
  } catch (error) {
    const code = error instanceof DataFolderInUse ? 3 : 1;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () => app.exit(code));
  }
}
