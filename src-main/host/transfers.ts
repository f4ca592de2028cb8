import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { ExistingSources, ImportPreview, Transfer } from '../../src-preload/contract/index.ts';
import { toIso } from '../../src-preload/contract/index.ts';
import { Problem } from '../engine/calls/problem.ts';
import { dropDrafts, exportName, exportWorkspace } from './export-workspace.ts';
import { checkWorkspace, dropLeftOver, type ImportTarget, importWorkspace } from './import-workspace.ts';
import { TransferError } from './transfer-error.ts';
import { ENDING } from './workspace-file.ts';

export interface TransfersOptions {
  dataFolder: string;
  database: string;
  version: string;
  target: ImportTarget;
  report: (error: unknown) => void;
  /** Called when there is something new to show. */
  onChange: () => void;
}

/** Progress is told this often, milliseconds. */
const TOLD_EVERY_MS = 250;

function checkedPath(file: string): string {
  const problem = !isAbsolute(file)
    ? 'The path has to be absolute.'
    : !file.endsWith(ENDING)
      ? `The name has to end with ${ENDING}.`
      : null;
  if (problem !== null)
    throw new Problem('UNPROCESSABLE', problem, `For example /home/me/freshet${ENDING}.`, [{ path: 'file', message: problem }]);
  return file;
}

/** Exports and imports, one at a time. */
export class Transfers {
  readonly #options: TransfersOptions;
  #transfer: Transfer | null = null;
  #abort = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #toldAt = 0;

  constructor(options: TransfersOptions) {
    this.#options = options;
  }

  show(): Transfer | null {
    return this.#transfer;
  }

  /** Removes what an export or import that was killed has left. */
  open(): void {
    const { dataFolder, target, report } = this.#options;
    this.#running = Promise.all([dropDrafts(join(dataFolder, 'exports')), dropLeftOver(target.store)]).then(() => undefined, report);
  }

  async close(): Promise<void> {
    this.#abort.abort();
    await this.#running;
  }

  /** Begins an export. Throws `Problem`. */
  export(file: string | undefined): Transfer {
    const { dataFolder, database, version, target } = this.#options;
    const folder = join(dataFolder, 'exports');
    const atIso = toIso(target.now());
    const path =
      file === undefined
        ? join(
            folder,
            exportName(atIso, (name) => existsSync(join(folder, name))),
          )
        : checkedPath(file);
    if (existsSync(path)) throw new Problem('CONFLICT', `${path} is there already.`, 'Choose another name; nothing is overwritten.');
    return this.#begin('export', path, async (signal) => {
      const onProgress = (done: number, total: number) => this.#change({ done, total }, false);
      const bytes = await exportWorkspace({ database, file: path, version, atIso, signal, onProgress });
      this.#change({ bytes });
    });
  }

  /** Throws `Problem`. */
  async check(file: string, signal: AbortSignal): Promise<ImportPreview> {
    try {
      return await checkWorkspace(this.#options.target.store, checkedPath(file), signal);
    } catch (error) {
      if (!(error instanceof TransferError)) throw error;
      throw new Problem('UNPROCESSABLE', error.message, error.advice, [{ path: 'file', message: error.message }]);
    }
  }

  /** Begins an import. Throws `Problem`. */
  import(file: string, existing: ExistingSources): Transfer {
    const path = checkedPath(file);
    return this.#begin('import', path, (signal) =>
      importWorkspace(this.#options.target, {
        file: path,
        existing,
        signal,
        onProgress: (phase, done, total) => this.#change({ phase, done, total }, false),
        onSource: (source) => this.#change({ sources: [...(this.#transfer?.sources ?? []), source] }),
      }),
    );
  }

  cancel(): boolean {
    const running = this.#transfer?.state === 'running';
    if (running) this.#abort.abort();
    return running;
  }

  #begin(kind: Transfer['kind'], file: string, work: (signal: AbortSignal) => Promise<void>): Transfer {
    if (this.#transfer?.state === 'running')
      throw new Problem('CONFLICT', `An ${this.#transfer.kind} is under way.`, 'Wait until it has ended, or cancel it.');
    const abort = new AbortController();
    this.#abort = abort;
    const begun: Transfer = {
      kind,
      file,
      state: 'running',
      phase: kind === 'import' ? 'checking' : 'writing',
      done: 0,
      total: 0,
      bytes: null,
      startedAt: toIso(this.#options.target.now()),
      endedAt: null,
      message: null,
      advice: null,
      sources: [],
    };
    this.#transfer = begun;
    this.#options.onChange();
    this.#running = this.#running.then(() => this.#run(work, abort.signal));
    return begun;
  }

  async #run(work: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
    const end = (part: Partial<Transfer>) => this.#change({ ...part, endedAt: toIso(this.#options.target.now()) });
    try {
      await work(signal);
      end({ state: 'done' });
    } catch (error) {
      if (signal.aborted) end({ state: 'cancelled' });
      else if (error instanceof TransferError) end({ state: 'failed', message: error.message, advice: error.advice });
      else {
        this.#options.report(error);
        const said = error instanceof Error ? error.message : String(error);
        end({ state: 'failed', message: `Freshet failed at this: ${said}`, advice: 'Please report this; freshet.log tells more.' });
      }
    }
  }

  #change(part: Partial<Transfer>, always = true): void {
    if (this.#transfer === null) return;
    this.#transfer = { ...this.#transfer, ...part };
    const now = this.#options.target.now();
    if (!always && Math.abs(now - this.#toldAt) < TOLD_EVERY_MS) return;
    this.#toldAt = now;
    this.#options.onChange();
  }
}
