type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Sets an own property even where the name is special, as `__proto__` is. */
function define(target: Fields, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
}

/** The value at a path of names joined by dots. */
export function readPath(fields: Fields, path: string): { found: boolean; value: unknown } {
  let value: unknown = fields;
  for (const name of path.split('.')) {
    if (!isFields(value) || !Object.hasOwn(value, name)) return { found: false, value: undefined };
    value = value[name];
  }
  return { found: true, value };
}

/** Takes the value at a path out of a copy of the fields; the fields themselves stay as they are. */
export function takePath(fields: Fields, path: string): { found: false } | { found: true; value: unknown; rest: Fields } {
  const dot = path.indexOf('.');
  const name = dot < 0 ? path : path.slice(0, dot);
  if (!Object.hasOwn(fields, name)) return { found: false };
  const value = fields[name];
  if (dot < 0) {
    const { [name]: _taken, ...rest } = fields;
    return { found: true, value, rest };
  }
  if (!isFields(value)) return { found: false };
  const inner = takePath(value, path.slice(dot + 1));
  if (!inner.found) return inner;
  const rest = { ...fields };
  define(rest, name, inner.rest);
  return { found: true, value: inner.value, rest };
}

/** Puts a value at a path into a copy of the fields, making the objects on the way where there are none. */
export function putPath(fields: Fields, path: string, value: unknown): Fields {
  const dot = path.indexOf('.');
  const name = dot < 0 ? path : path.slice(0, dot);
  const inner = Object.hasOwn(fields, name) ? fields[name] : undefined;
  const result = { ...fields };
  define(result, name, dot < 0 ? value : putPath(isFields(inner) ? inner : {}, path.slice(dot + 1), value));
  return result;
}
