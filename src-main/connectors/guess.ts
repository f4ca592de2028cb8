import { readTime } from './when.ts';

export interface FoundList {
  path: string;
  count: number;
  fields: string[];
}

export interface Shape {
  /** Lists of objects in the body, the likeliest first. */
  lists: FoundList[];
  list: string | null;
  idField: string | null;
  timeField: string | null;
  nextCursor: string | null;
}

const SAMPLE = 200;
const DEEPEST = 6;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const plainName = (name: string) => /^[A-Za-z_$@][\w$@-]*$/.test(name);
/** JSONata quotes names that are not plain with backticks. */
const step = (path: string, name: string) => `${path === '' ? '' : `${path}.`}${plainName(name) ? name : `\`${name}\``}`;

function findLists(value: unknown, path: string, depth: number, found: FoundList[]): void {
  if (Array.isArray(value)) {
    const objects = value.slice(0, SAMPLE).filter(isObject);
    if (objects.length > 0)
      found.push({ path, count: value.length, fields: [...new Set(objects.flatMap((each) => Object.keys(each)))].slice(0, 100) });
    return;
  }
  if (!isObject(value) || depth > DEEPEST) return;
  for (const [name, inner] of Object.entries(value).slice(0, 500)) findLists(inner, step(path, name), depth + 1, found);
}

/** Field paths of an object and the objects in it, with their values. */
function* leaves(record: Record<string, unknown>, path = '', depth = 0): Generator<[string, unknown]> {
  for (const [name, value] of Object.entries(record)) {
    if (isObject(value) && depth < 2) yield* leaves(value, step(path, name), depth + 1);
    else yield [step(path, name), value];
  }
}

const ID_NAMES = /^(id|_id|uuid|guid|key|slug|code|number|sha|name)$/i;
const ID_ENDINGS = /(^|[._-])id$|[a-z]Id$/;

/** Whether a name says that a field identifies, rather than that its values happened to differ. */
export const isTellingId = (path: string | null): boolean => {
  const last = path?.split('.').at(-1) ?? '';
  return ID_NAMES.test(last) || ID_ENDINGS.test(last);
};

function guessId(sample: Record<string, unknown>[]): string | null {
  const values = new Map<string, unknown[]>();
  for (const record of sample) for (const [path, value] of leaves(record)) values.set(path, [...(values.get(path) ?? []), value]);
  const identifying = [...values].filter(([, each]) => {
    const usable = each.every(
      (value) => (typeof value === 'string' && value !== '') || (typeof value === 'number' && Number.isFinite(value)),
    );
    return usable && each.length === sample.length && new Set(each.map(String)).size === each.length;
  });
  const score = (path: string) => {
    const last = path.split('.').at(-1) ?? path;
    const named = /^_?id$/i.test(last) ? 0 : ID_NAMES.test(last) ? 1 : ID_ENDINGS.test(last) ? 2 : 9;
    return named * 10 + path.split('.').length;
  };
  // With a single record every field looks unique, so only a telling name counts.
  const candidates = identifying.map(([path]) => path).filter((path) => sample.length > 1 || score(path) < 90);
  return candidates.sort((a, b) => score(a) - score(b))[0] ?? null;
}

const TIME_NAMES = [
  /^updated(_?at)?$/i,
  /updated|modified|changed/i,
  /^(time|timestamp|date|datetime|ts)$/i,
  /(_|[a-z])(at|time|date|on)$|At$|Time$|Date$/,
  /time|date/i,
];
/** 1995 to 2100: a number outside is hardly a time. */
const PLAUSIBLE_MS = [788_918_400_000, 4_102_444_800_000] as const;

function guessTime(sample: Record<string, unknown>[]): string | null {
  const counts = new Map<string, number>();
  for (const record of sample) {
    for (const [path, value] of leaves(record)) {
      const time = readTime(value);
      if (time !== null && time >= PLAUSIBLE_MS[0] && time <= PLAUSIBLE_MS[1]) counts.set(path, (counts.get(path) ?? 0) + 1);
    }
  }
  const rank = (path: string) => {
    const named = TIME_NAMES.findIndex((pattern) => pattern.test(path.split('.').at(-1) ?? path));
    return named < 0 ? TIME_NAMES.length : named;
  };
  // A number without a telling name is more likely to be something else.
  const candidates = [...counts].filter(([path, count]) => count >= sample.length / 2 && rank(path) < TIME_NAMES.length);
  return candidates.sort(([a], [b]) => rank(a) - rank(b) || a.length - b.length)[0]?.[0] ?? null;
}

const CURSOR_NAMES = /^(next_?cursor|next_?page_?token|next_?token|cursor|next|continuation(_?token)?|after|end_?cursor)$/i;

function guessCursor(body: unknown): string | null {
  if (!isObject(body)) return null;
  for (const [path, value] of leaves(body)) {
    if (typeof value === 'string' && value !== '' && CURSOR_NAMES.test(path.split('.').at(-1) ?? '')) return path;
  }
  return null;
}

/** Guesses where the records of a response are and what identifies and dates them. `list` settles where to look for the rest. */
export function guessShape(body: unknown, records?: readonly unknown[]): Shape {
  const lists: FoundList[] = [];
  findLists(body, '', 0, lists);
  const weight = (each: FoundList) => Math.min(each.count, 1_000) * Math.min(each.fields.length, 5) - each.path.split('.').length;
  lists.sort((a, b) => weight(b) - weight(a));
  const list = lists[0]?.path ?? null;
  const chosen = records ?? (list === null ? [] : listAt(body, list));
  const sample = chosen.slice(0, SAMPLE).filter(isObject);
  return {
    lists,
    list,
    idField: sample.length === 0 ? null : guessId(sample),
    timeField: sample.length === 0 ? null : guessTime(sample),
    nextCursor: guessCursor(body),
  };
}

function listAt(body: unknown, path: string): unknown[] {
  let value = body;
  for (const name of path === '' ? [] : (path.match(/`[^`]*`|[^.]+/g) ?? []))
    value = isObject(value) ? value[name.replaceAll('`', '')] : undefined;
  return Array.isArray(value) ? value : [];
}
