import type { Db } from './database.ts';

/** Single values, such as whether the demo workspace is on. */
export function metaTable(db: Db) {
  const get = db.prepare<[string]>('SELECT value FROM meta WHERE key = ?').pluck();
  const set = db.prepare<[string, string]>('INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value');
  return {
    get: (key: string): string | null => (get.get(key) as string | undefined) ?? null,
    set: (key: string, value: string): void => void set.run(key, value),
  };
}
