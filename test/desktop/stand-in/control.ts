import { runInThisContext } from 'node:vm';

interface Question {
  id: number;
  /** A function of the electron module and the argument. */
  source: string;
  argument: unknown;
}

/** What comes back over the channel: the port of Chromium's own tools once, and the answers. */
export type FromStandIn = { browserPort: number } | { id: number; value: unknown } | { id: number; error: string };

const tell = (message: FromStandIn) => process.send?.(message);

/** Tells the specs where they find the browser. */
export function announceBrowser(browserPort: number): void {
  tell({ browserPort });
}

/** Runs functions of the specs in this process, as Playwright does in a real Electron. They come over Node's own channel. */
export function serveControl(electron: object): void {
  process.on('message', ({ id, source, argument }: Question) => {
    const run = runInThisContext(`(${source})`) as (electron: object, argument: unknown) => unknown;
    Promise.resolve()
      .then(() => run(electron, argument))
      .then(
        (value) => tell({ id, value }),
        (error: unknown) => tell({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
      );
  });
  // The channel alone must not keep an app alive that has ended otherwise.
  process.channel?.unref();
}
