import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

interface Line {
  words: string;
  /** By the clock of `performance.now()`. */
  at: number;
}

/** What `announce.mjs` says within an app, as it comes. */
export class Announcements {
  readonly #lines: Line[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #closed: Promise<unknown>;
  #rest = '';
  #isClosed = false;

  constructor(child: ChildProcess) {
    const pipe = child.stdio[3] as Readable;
    pipe.on('data', (chunk: Buffer) => {
      const lines = (this.#rest + chunk.toString()).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const words of lines) this.#lines.push({ words, at: performance.now() });
      this.#wake();
    });
    this.#closed = once(pipe, 'close').then(() => {
      this.#isClosed = true;
      this.#wake();
    });
  }

  /** How many were said so far; what comes from now on is after this place. */
  get place(): number {
    return this.#lines.length;
  }

  count(words: string, after: number): number {
    return this.#lines.slice(after).filter((line) => line.words === words).length;
  }

  /** Resolves with the moment at which one of these was said the nth time after a place; `null` when the process ended before. */
  async heard(words: readonly string[], after: number, times = 1): Promise<number | null> {
    for (;;) {
      const said = this.#lines.slice(after).filter((line) => words.includes(line.words));
      const line = said[times - 1];
      if (line !== undefined) return line.at;
      if (this.#isClosed) return null;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** How long it took from one to the other after a place, milliseconds; `null` while both have not been said. */
  took(begin: string, end: string, after: number): number | null {
    const lines = this.#lines.slice(after);
    const [from, to] = [lines.find(({ words }) => words === begin), lines.findLast(({ words }) => words === end)];
    return from === undefined || to === undefined ? null : to.at - from.at;
  }

  /** Resolves when the process has ended and all that it said was heard. */
  async ended(): Promise<void> {
    await this.#closed;
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
