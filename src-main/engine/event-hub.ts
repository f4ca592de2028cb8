import type { FreshetEvent } from '../../src-preload/contract/index.ts';

/** Decisions are many and each is new; a reader that has not read this many is told the state of things instead. */
const MOST_WAITING = 2_000;

/** Under which a later event takes the place of an earlier one that nobody has read yet; `null`: it never does. */
function keyOf(event: FreshetEvent): string | null {
  switch (event.type) {
    case 'source':
      return `source ${event.source.id}`;
    case 'source-removed':
      return `source ${event.id}`;
    case 'refresh':
      return `refresh ${event.refresh.id}`;
    case 'decision':
      return null;
    case 'alert':
      return `alert ${event.alert.alert.id}`;
    case 'alert-removed':
      return `alert ${event.id}`;
    case 'alert-shown':
      return null;
    case 'panel':
      return `panel ${event.dashboardId}/${event.panelId}`;
    case 'dashboard':
      return `dashboard ${event.dashboard.id}`;
    case 'dashboard-removed':
      return `dashboard ${event.id}`;
    default:
      return event.type;
  }
}

/** The events that one subscriber has not read yet. A slow one gets the latest of each thing rather than all that happened. */
class Mailbox {
  readonly #waiting = new Map<string, FreshetEvent>();
  #count = 0;
  #wake: (() => void) | null = null;

  put(event: FreshetEvent): void {
    const key = keyOf(event) ?? `${event.type} ${(this.#count += 1)}`;
    // Deleted first, so that it moves to the end: events stay in the order of their last change.
    this.#waiting.delete(key);
    this.#waiting.set(key, event);
    if (this.#waiting.size > MOST_WAITING) this.#dropOldestDecision();
    this.#wake?.();
  }

  #dropOldestDecision(): void {
    for (const [key, event] of this.#waiting) {
      if (event.type !== 'decision') continue;
      this.#waiting.delete(key);
      return;
    }
  }

  take(): FreshetEvent | undefined {
    const first = this.#waiting.entries().next().value;
    if (first === undefined) return undefined;
    this.#waiting.delete(first[0]);
    return first[1];
  }

  whenFilled(signal: AbortSignal): Promise<void> {
    if (this.#waiting.size > 0 || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        this.#wake = null;
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#wake = done;
      signal.addEventListener('abort', done, { once: true });
    });
  }
}

/** Passes what happens in the engine to whoever listens. */
export class EventHub {
  readonly #mailboxes = new Set<Mailbox>();

  get hasListeners(): boolean {
    return this.#mailboxes.size > 0;
  }

  emit(event: FreshetEvent): void {
    for (const mailbox of this.#mailboxes) mailbox.put(event);
  }

  /** Everything from now on, beginning with `first()`, until `signal` is aborted. */
  async *subscribe(first: () => FreshetEvent, signal: AbortSignal): AsyncGenerator<FreshetEvent, void, void> {
    const mailbox = new Mailbox();
    this.#mailboxes.add(mailbox);
    try {
      yield first();
      while (!signal.aborted) {
        const event = mailbox.take();
        if (event === undefined) await mailbox.whenFilled(signal);
        else yield event;
      }
    } finally {
      this.#mailboxes.delete(mailbox);
    }
  }
}
