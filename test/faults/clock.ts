import { createServer, type AddressInfo } from 'node:net';

/** Has an app started with a clock of its own (`test/support/moving-clock.mjs`). */
export interface MovingClock {
  imports: string[];
  env: Record<string, string>;
  /** Lets time pass in the app. Does not wait for it, as the app may not live to answer. */
  advance(ms: number): void;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** `setByMs`: how far that clock is from the real one, milliseconds. */
export async function movingClock(setByMs = 0): Promise<MovingClock> {
  const port = await freePort();
  return {
    imports: ['moving-clock.mjs'],
    env: { FRESHET_TEST_CLOCK_PORT: String(port), FRESHET_TEST_CLOCK_SET_BY: String(setByMs) },
    advance: (ms) => void fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: JSON.stringify({ ms }) }).catch(() => undefined),
  };
}
