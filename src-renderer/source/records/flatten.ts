/** One value of a record with where it is. */
export interface FlatField {
  path: string;
  value: unknown;
}

const DEEPEST = 6;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The values of a record with their paths. Objects are opened; lists and empty objects stay whole. */
export function flatten(fields: Record<string, unknown>, prefix = '', depth = 0): FlatField[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const path = `${prefix}${name}`;
    if (isObject(value) && depth < DEEPEST && Object.keys(value).length > 0) return flatten(value, `${path}.`, depth + 1);
    return [{ path, value }];
  });
}

/** A value as it is copied: text as it is, everything else as JSON. */
export function copyText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
