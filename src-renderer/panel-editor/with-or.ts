/** The object with a value under a key, or without the key where there is no value. */
export function withOr<T extends object, K extends keyof T>(object: T, key: K, value: T[K] | undefined | null): T {
  const next = { ...object };
  if (value === undefined || value === null) Reflect.deleteProperty(next, key);
  else next[key] = value;
  return next;
}
