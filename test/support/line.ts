import type { Fetch } from '../../src-main/connectors/http.ts';
import { commandTransport } from '../../src-main/connectors/transports/command.ts';
import { fileTransport } from '../../src-main/connectors/transports/file.ts';
import { httpTransport } from '../../src-main/connectors/transports/http.ts';
import { fetchBy } from '../../src-main/connectors/transports/transports.ts';
import type { Cancel, Clock } from '../../src-main/engine/clock.ts';

/** Statuses whose answer has no body; `Response` refuses one. */
const EMPTY = new Set([204, 205, 304]);

const http = httpTransport();
const transports = fetchBy({
  'http:': http,
  'https:': http,
  'file:': fileTransport(null),
  'command:': commandTransport(process.env, () => true),
});

const never = () => new Promise<never>(() => undefined);

/**
 * What connects one engine with the world: real HTTP and the simulated clock. It knows whether a call is under way, and
 * can be cut, so that an engine ends as a process does that is killed: nothing of it runs any more, nothing is tidied up.
 */
export class Line {
  readonly clock: Clock;
  #underWay = 0;
  #isCut = false;

  constructor(clock: Clock) {
    this.clock = {
      now: () => clock.now(),
      after: (delayMs, run): Cancel => clock.after(delayMs, () => this.#isCut || run()),
    };
  }

  /** Calls whose answer has not come as a whole. */
  get underWay(): number {
    return this.#underWay;
  }

  readonly fetch: Fetch = async (url, init) => {
    this.#underWay += 1;
    try {
      const response = await transports(url, init);
      // A stream of events has no end to wait for.
      if (response.headers.get('content-type')?.startsWith('text/event-stream') === true) return response;
      const body = await response.arrayBuffer();
      if (this.#isCut) return await never();
      return new Response(EMPTY.has(response.status) ? null : body, { status: response.status, headers: response.headers });
    } catch (error) {
      if (this.#isCut) return await never();
      throw error;
    } finally {
      this.#underWay -= 1;
    }
  };

  cut(): void {
    this.#isCut = true;
    this.#underWay = 0;
  }
}
