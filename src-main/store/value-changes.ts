import type { ChangedField } from '../../src-preload/contract/index.ts';

type Fields = Record<string, unknown>;

/** Objects deeper than this are compared as wholes. */
const DEEPEST = 20;
/** With more fields than these that differ, the rest is told as cut. */
const MOST_FIELDS = 500;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

const ownValue = (fields: Fields, name: string): unknown => (Object.hasOwn(fields, name) ? fields[name] : undefined);

/** Whether two values are the same, whatever the order of the names in them. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, index) => isSame(each, b[index]));
  if (!isFields(a) || !isFields(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && isSame(a[name], b[name]));
}

function collect(before: Fields, after: Fields, prefix: string, depth: number, into: ChangedField[]): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const old = ownValue(before, name);
    const now = ownValue(after, name);
    if (isSame(old, now)) continue;
    const path = `${prefix}${name}`;
    if (isFields(old) && isFields(now) && depth < DEEPEST) collect(old, now, `${path}.`, depth + 1, into);
    else into.push({ path, ...(old === undefined ? {} : { old }), ...(now === undefined ? {} : { new: now }), cut: false });
  }
}

/** The values that differ between two states of a record, by path. Objects are opened, lists are compared as wholes. Pure. */
export function changedFields(before: Fields, after: Fields): ChangedField[] {
  const found: ChangedField[] = [];
  collect(before, after, '', 0, found);
  return found.length <= MOST_FIELDS ? found : [...found.slice(0, MOST_FIELDS), { path: '', cut: true }];
}
