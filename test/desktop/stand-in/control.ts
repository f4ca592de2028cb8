import { runInThisContext } from 'node:vm';

interface Question {
  id: number;
  /** A function of the electron module and the argument. */
  source: string;
  argument: unknown;
}

export type Answer = { id: number; value: unknown } | { id: number; error: string };

/** Runs functions of the specs in this process, as Playwright does in a real Electron. They come over Node's own channel. */
export function serveControl(electron: object): void {
  const answer = (message: Answer) => process.send?.(message);
  process.on('message', ({ id, source, argument }: Question) => {
    const run = runInThisContext(`(${source})`) as (electron: object, argument: unknown) => unknown;
    Promise.resolve()
      .then(() => run(electron, argument))
      .then(
        (value) => answer({ id, value }),
        (error: unknown) => answer({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
      );
  });
  // The channel alone must not keep an app alive that has ended otherwise.
  process.channel?.unref();
}
