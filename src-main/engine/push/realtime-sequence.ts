/** How long a message that came too early waits for those before it, milliseconds. */
export const HOLD_MS = 1_000;

/** More early messages than this are not held; what they wait for is taken as missed. */
const MOST_HELD = 1_000;

/** So many old numbers in a row, each one higher than the last, are a server that began to count anew, not duplicates. */
const RESTART_RUN = 20;

interface Held<T> {
  readonly sequence: number;
  readonly item: T;
  /** When it came, milliseconds since the epoch. */
  readonly since: number;
}

/** Where a numbered stream stands. */
export interface SequenceState<T> {
  /** The number that comes next; `null` before the first message. */
  readonly next: number | null;
  /** What came too early, the lowest number first. */
  readonly held: readonly Held<T>[];
  /** The last of the old numbers that came in a row, and how many. */
  readonly old: { readonly last: number; readonly run: number };
}

export interface SequenceStep<T> {
  state: SequenceState<T>;
  /** What may be used now, in order. */
  ready: T[];
  /** A message was missed. */
  gap: boolean;
}

const NO_OLD = { last: Number.NaN, run: 0 };

/** The state of a stream of which nothing has come yet. Its first number, whatever it is, begins the count. */
export function emptySequence<T>(): SequenceState<T> {
  return { next: null, held: [], old: NO_OLD };
}

/** Takes from the held what follows on `next` without a gap. */
function settled<T>(next: number, held: readonly Held<T>[], ready: T[], gap: boolean): SequenceStep<T> {
  let at = next;
  let taken = 0;
  for (const each of held) {
    if (each.sequence !== at) break;
    ready.push(each.item);
    at += 1;
    taken += 1;
  }
  return { state: { next: at, held: held.slice(taken), old: NO_OLD }, ready, gap };
}

/** Gives up on everything before the held message at `index`, and goes on after it. */
function skippedTo<T>(held: readonly Held<T>[], index: number, fallback: number): SequenceStep<T> {
  const ready = held.slice(0, index + 1).map((each) => each.item);
  return settled((held[index]?.sequence ?? fallback - 1) + 1, held.slice(index + 1), ready, true);
}

function takeOld<T>(state: SequenceState<T>, sequence: number, item: T): SequenceStep<T> {
  const run = sequence === state.old.last + 1 ? state.old.run + 1 : 1;
  if (run < RESTART_RUN) return { state: { ...state, old: { last: sequence, run } }, ready: [], gap: false };
  return {
    state: { next: sequence + 1, held: [], old: NO_OLD },
    ready: [...state.held.map((each) => each.item), item],
    gap: true,
  };
}

/**
 * Takes the message with number `sequence`, received at `now` (milliseconds since the epoch). One that is next is ready
 * at once, with those that waited for it; an early one is held; an old one, which came twice or too late, is ignored.
 */
export function takeInOrder<T>(state: SequenceState<T>, sequence: number, item: T, now: number): SequenceStep<T> {
  const next = state.next ?? sequence;
  if (sequence === next) return settled(next + 1, state.held, [item], false);
  if (sequence < next) return takeOld(state, sequence, item);
  const place = state.held.findLastIndex((each) => each.sequence <= sequence);
  if (state.held[place]?.sequence === sequence) return { state, ready: [], gap: false };
  const held = state.held.toSpliced(place + 1, 0, { sequence, item, since: now });
  if (held.length > MOST_HELD) return skippedTo(held, held.length - 1, next);
  return { state: { ...state, held, old: NO_OLD }, ready: [], gap: false };
}

/** How long until a held message must no longer wait, milliseconds; `null` when none is held. */
export function holdLeftMs<T>(state: SequenceState<T>, now: number): number | null {
  if (state.held.length === 0) return null;
  return Math.min(...state.held.map((each) => Math.min(HOLD_MS, Math.max(0, each.since + HOLD_MS - now))));
}

/**
 * Ends the wait of every message that was held for `HOLD_MS`: what it waited for is a gap. A message that seems to come
 * from the future was held while the clock was set back, and waits no longer either.
 */
export function releaseHeld<T>(state: SequenceState<T>, now: number): SequenceStep<T> {
  const index = state.held.findLastIndex((each) => now - each.since >= HOLD_MS || each.since > now);
  if (index === -1 || state.next === null) return { state, ready: [], gap: false };
  return skippedTo(state.held, index, state.next);
}
