import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A function that runs in the main process: it sees the electron module, its argument, and nothing of the spec around it. */
export type MainFunction<Result, Argument> = (
  electron: typeof Electron.CrossProcessExports,
  argument: Argument,
) => Result | Promise<Result>;

export interface StartOptions {
  /** The data folder. */
  folder: string;
  args: string[];
  env: Record<string, string>;
}

/** The app as the specs hold it, on the stand-in and on Electron alike. */
export interface RunningApp {
  readonly standIn: boolean;
  /** The page of the first window. */
  page(): Promise<Page>;
  evaluate<Result, Argument = undefined>(run: MainFunction<Result, Argument>, argument?: Argument): Promise<Result>;
  /** Resolves with the exit code when the process has ended; `null` after a signal. */
  readonly exited: Promise<number | null>;
  /** What it has printed so far. */
  output(): string;
  /** Ends the process, and waits for it. */
  end(): Promise<void>;
}
