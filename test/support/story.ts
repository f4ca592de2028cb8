import { sentence, type Decision } from '../../src-preload/contract/index.ts';
import type { Rig } from './engine.ts';

/** What can happen around a source, in the words of the tables. */
export type Happening =
  | 'fetched'
  | 'opens'
  | 'another opens'
  | 'looks away'
  | 'closes'
  | 'another closes'
  | 'falls silent'
  | 'falls asleep'
  | 'wakes up'
  | 'presses'
  | 'forces'
  | 'restarts';

/** A time of day of 20 November 2026 in UTC, a Friday, or a whole date, and what happens then. */
export type Story = readonly (readonly [at: string, what: Happening])[];

/** What is seen at the end of a story. */
export interface Seen {
  action: Decision['action'];
  reason: Decision['reason'];
  /** When the source is called next, if nothing else happens. */
  next: string;
  says: string;
}

const DAY = '2026-11-20';
const MINUTE_MS = 60_000;
const TAB = 'tab';
const OTHER = 'another tab';

/** A moment of a table as milliseconds since the epoch. */
export const momentOf = (text: string) => Date.parse(text.includes('T') ? text : `${DAY}T${text}Z`);

/** A moment as the tables write it: no more of it than it takes. */
export function shownMoment(iso: string | null): string {
  if (iso === null) return 'not by itself';
  const day = iso.startsWith(DAY) ? '' : `${iso.slice(0, 10)} `;
  const milliseconds = iso.slice(20, 23) === '000' ? '' : iso.slice(19, 23);
  const seconds = iso.slice(17, 19) === '00' && milliseconds === '' ? '' : iso.slice(16, 19);
  return `${day}${iso.slice(11, 16)}${seconds}${milliseconds}`;
}

/** Lives through what happens to one source, with a heartbeat a minute from whoever looks. */
export class Storyteller {
  readonly #rig: Rig;
  readonly #looking = new Set<string>();
  /** The answer to a press of this very moment. */
  #answer: { at: number; decision: Decision } | null = null;

  constructor(rig: Rig) {
    this.#rig = rig;
  }

  async passTo(at: number): Promise<void> {
    const { clock } = this.#rig;
    while (clock.now() < at) {
      await this.#rig.pass(Math.min(MINUTE_MS, at - clock.now()));
      for (const tab of this.#looking) this.#rig.look(tab);
    }
  }

  async #do(what: Happening): Promise<void> {
    const { engine } = this.#rig;
    switch (what) {
      case 'fetched':
        await engine.refresh('odds', 'normal', true);
        return;
      case 'presses':
      case 'forces': {
        const { decision } = await engine.refresh('odds', what === 'forces' ? 'force' : 'normal', true);
        this.#answer = { at: this.#rig.clock.now(), decision };
        return;
      }
      case 'opens':
      case 'another opens':
        this.#looking.add(what === 'opens' ? TAB : OTHER);
        this.#rig.look(what === 'opens' ? TAB : OTHER);
        return;
      case 'looks away':
        this.#looking.delete(TAB);
        this.#rig.lookAway(TAB);
        return;
      case 'closes':
      case 'another closes':
        this.#looking.delete(what === 'closes' ? TAB : OTHER);
        engine.closeSession(what === 'closes' ? TAB : OTHER);
        return;
      case 'falls silent':
        this.#looking.delete(TAB);
        return;
      case 'falls asleep':
        engine.systemChanged({ suspended: true });
        return;
      case 'wakes up':
        engine.systemChanged({ suspended: false });
        for (const tab of this.#looking) this.#rig.look(tab);
        return;
      case 'restarts':
        this.#looking.clear();
        await this.#rig.restart();
    }
  }

  async live(story: Story): Promise<void> {
    for (const [at, what] of story) {
      // Nothing runs while the computer sleeps.
      if (what === 'wakes up') await this.#rig.clock.sleep(momentOf(at) - this.#rig.clock.now());
      else await this.passTo(momentOf(at));
      await this.#do(what);
      await this.#rig.idle();
    }
  }

  /** What was decided at this very moment, or what stands. */
  seen(sourceId = 'odds'): Seen {
    const now = this.#rig.clock.now();
    const { items, now: standing } = this.#rig.engine.why(sourceId, 1, undefined);
    const last = items[0];
    const made = last !== undefined && last.action !== 'wait' && Date.parse(last.at) === now ? last : standing;
    const decision = this.#answer?.at === now ? this.#answer.decision : made;
    return { action: decision.action, reason: decision.reason, next: shownMoment(standing.dueAt), says: sentence(decision) };
  }
}
