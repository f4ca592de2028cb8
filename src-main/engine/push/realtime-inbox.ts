import type { PushReader, PushReading } from '../../connectors/push/message.ts';
import type { Cancel, Clock } from '../clock.ts';
import { emptySequence, holdLeftMs, releaseHeld, type SequenceStep, takeInOrder } from './realtime-sequence.ts';

/** What a message brought, and when it came. */
export interface Received {
  changes: PushReading['changes'];
  /** Milliseconds since the epoch. */
  receivedAt: number;
}

export interface InboxOptions {
  clock: Clock;
  reader: Pick<PushReader, 'read'>;
  /** What may be used now, in the order of the stream. */
  onReceived: (received: Received[]) => void;
  onRejected: (rejected: PushReading['rejected']) => void;
  /** A message was missed. Comes after what was received before the gap was noticed. */
  onGap: () => void;
}

/** Reads the messages of one connection one after the other and brings them into the order of their numbers. */
export class Inbox {
  readonly #options: InboxOptions;
  #sequence = emptySequence<Received>();
  #cancel: Cancel | null = null;
  #last: Promise<void> = Promise.resolve();
  #dropped = false;

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  /** Takes a message. Fulfilled when it has been read. */
  take(text: string): Promise<void> {
    const receivedAt = this.#options.clock.now();
    this.#last = this.#last.then(() => this.#read(text, receivedAt));
    return this.#last;
  }

  /** The connection is lost: what is held is used without what it waited for, and is no gap, for a refresh follows. */
  end(): void {
    this.#last = this.#last.then(() => {
      this.#cancel?.();
      this.#cancel = null;
      const left = this.#sequence.held.map((each) => each.item);
      this.#sequence = emptySequence();
      if (!this.#dropped && left.length > 0) this.#options.onReceived(left);
    });
  }

  /** Nothing is reported any more. */
  drop(): void {
    this.#dropped = true;
    this.#cancel?.();
    this.#cancel = null;
  }

  async #read(text: string, receivedAt: number): Promise<void> {
    if (this.#dropped) return;
    const { sequence, changes, rejected } = await this.#options.reader.read(text);
    // Not constant: it may have been dropped while the message was read.
    if (this.#isDropped()) return;
    if (rejected.length > 0) this.#options.onRejected(rejected);
    const received = { changes, receivedAt };
    if (sequence === null) this.#options.onReceived([received]);
    else this.#step(takeInOrder(this.#sequence, sequence, received, receivedAt));
  }

  #isDropped(): boolean {
    return this.#dropped;
  }

  #step({ state, ready, gap }: SequenceStep<Received>): void {
    this.#sequence = state;
    this.#cancel?.();
    const left = holdLeftMs(state, this.#options.clock.now());
    this.#cancel =
      left === null ? null : this.#options.clock.after(left, () => this.#step(releaseHeld(this.#sequence, this.#options.clock.now())));
    if (ready.length > 0) this.#options.onReceived(ready);
    if (gap) this.#options.onGap();
  }
}
