import { changesBetween, type TextChanges, textBefore } from './text-changes.ts';

/** In the order in which they are stored. An addition is not stored: the record itself says it. */
export const KINDS = ['changed', 'deleted', 'returned'] as const;
export type StoredKind = (typeof KINDS)[number];

/** A change keeps at most so many characters of what was there before. */
export const MOST_CHARACTERS = 65_536;

/** What a record was before it changed. */
export interface RecordBefore {
  row: number;
  changedAt: number;
  time: number | null;
  deletedAt: number | null;
  /** The row of the log that holds the change before; 0: none. */
  lastChange: number;
  /** How many changes there were before. */
  changes: number;
}

/** The two parts of a record as JSON texts. */
export interface Content {
  basic: string;
  rich: string | null;
}

/** One change as it is stored: a list, as there are many. */
export type ChangeEntry = [
  record: number,
  kind: number,
  previous: number,
  changes: number,
  changedAt: number,
  time: number | null,
  deletedAt: number | null,
  /** `null`: the same; 0: too long to be kept. */
  basic: TextChanges | 0 | null,
  /** `null`: the same; 0: too long to be kept; 1: there were none. */
  rich: TextChanges | 0 | 1 | null,
];

function changesText(before: string, now: string): string {
  if (before === now) return 'null';
  const changes = changesBetween(before, now);
  if (changes.length === 3 && typeof changes[2] === 'string') {
    const [start, length, old] = changes;
    return old.length > MOST_CHARACTERS ? '0' : `[${start},${length},${JSON.stringify(old)}]`;
  }
  const size = changes.reduce<number>((sum, each) => sum + (typeof each === 'string' ? each.length : 0), 0);
  return size > MOST_CHARACTERS ? '0' : JSON.stringify(changes);
}

function richText(before: string | null, now: string | null): string {
  if (before === now) return 'null';
  return before === null ? '1' : changesText(before, now ?? '{}');
}

/** A change as JSON text. `content`: before and after it; `null` where the fields stay as they are. */
export function entryText(before: RecordBefore, kind: StoredKind, content: { before: Content; now: Content } | null): string {
  const basic = content === null ? 'null' : changesText(content.before.basic, content.now.basic);
  const rich = content === null ? 'null' : richText(content.before.rich, content.now.rich);
  const { row, lastChange, changes, changedAt, time, deletedAt } = before;
  return `[${row},${KINDS.indexOf(kind)},${lastChange},${changes},${changedAt},${time},${deletedAt},${basic},${rich}]`;
}

/** A record on the way back through its changes. */
export interface PastState {
  /** `null`: not kept. */
  basic: string | null;
  /** `null`: there are none; `undefined`: not kept. */
  rich: string | null | undefined;
  time: number | null;
  changedAt: number;
  deletedAt: number | null;
  lastChange: number;
}

/** A state as it was before a change. Pure. */
export function stateBefore(state: PastState, entry: ChangeEntry): PastState {
  const [, , previous, , changedAt, time, deletedAt, basic, rich] = entry;
  return {
    basic: basic === null ? state.basic : basic === 0 || state.basic === null ? null : textBefore(state.basic, basic),
    rich: richBefore(state.rich, rich),
    time,
    changedAt,
    deletedAt,
    lastChange: previous,
  };
}

function richBefore(now: PastState['rich'], change: ChangeEntry[8]): PastState['rich'] {
  if (change === null) return now;
  if (change === 0) return undefined;
  if (change === 1) return null;
  return now === undefined ? undefined : textBefore(now ?? '{}', change);
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);
const isMoment = (value: unknown): boolean => value === null || isWhole(value);
const isTextChanges = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length % 3 === 0 &&
  value.every((each, index) => (index % 3 === 2 ? typeof each === 'string' : isWhole(each)));

/** Entries as they came from elsewhere; `null` when the text is not what the log holds. */
export function readEntries(text: unknown): ChangeEntry[] | null {
  let entries: unknown;
  try {
    entries = typeof text === 'string' ? JSON.parse(text) : null;
  } catch {
    return null;
  }
  const isEntry = (each: unknown): boolean =>
    Array.isArray(each) &&
    each.length === 9 &&
    each.slice(0, 5).every(isWhole) &&
    KINDS[each[1] as number] !== undefined &&
    each.slice(5, 7).every(isMoment) &&
    (each[7] === null || each[7] === 0 || isTextChanges(each[7])) &&
    (each[8] === null || each[8] === 0 || each[8] === 1 || isTextChanges(each[8]));
  return Array.isArray(entries) && entries.every(isEntry) ? (entries as ChangeEntry[]) : null;
}
