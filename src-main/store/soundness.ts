import Database from 'better-sqlite3';
import { ruleOf, type SourceConfig, sourceConfigSchema } from '../../src-preload/contract/index.ts';

/** What SQLite says when it found no fault. */
const SOUND = 'ok';

/** The most milliseconds from the epoch that a date can have (ECMA-262, 21.4.1.1). */
const MOST_MS = 8_640_000_000_000_000;

/** Whether SQLite says that a file is damaged or no database. */
export function isDamage(error: unknown): error is InstanceType<typeof Database.SqliteError> {
  return error instanceof Database.SqliteError && /^SQLITE_(NOTADB|CORRUPT)/.test(error.code);
}

/** Whether SQLite says so, or speaks of tables and columns that are not as they were made: a letter of the schema was changed. */
export function isFault(error: unknown): error is InstanceType<typeof Database.SqliteError> {
  return isDamage(error) || (error instanceof Database.SqliteError && error.code === 'SQLITE_ERROR');
}

function canBeUsed(text: string): boolean {
  try {
    const config = JSON.parse(text) as SourceConfig;
    // Settings of an older Freshet may lack what has come since; without an address and a rule there is nothing to begin with.
    return sourceConfigSchema.safeParse(config).success || (URL.canParse(config.url) && ruleOf(config.policy).staleMs > 0);
  } catch {
    return false;
  }
}

const countOf = (db: Database.Database, sql: string, ...parameters: unknown[]) =>
  Number(
    db
      .prepare(sql)
      .pluck()
      .get(...parameters),
  );

/** Why a database that holds together could still not be started with: SQLite does not know what its texts should say. */
function unreadable(db: Database.Database, how: 'quick' | 'full'): string | null {
  const configs = db.prepare('SELECT config FROM sources').pluck().all().map(String);
  const sources =
    configs.filter((config) => !canBeUsed(config)).length +
    countOf(
      db,
      `SELECT count(*) FROM sources WHERE NOT json_valid(fields) OR (failure IS NOT NULL AND NOT json_valid(failure))
         OR abs(created_at) > @most OR abs(coalesce(checked_at, 0)) > @most OR abs(coalesce(changed_at, 0)) > @most
         OR abs(coalesce(data_as_of, 0)) > @most OR abs(coalesce(full_at, 0)) > @most`,
      { most: MOST_MS },
    );
  if (sources > 0) return 'settings of sources cannot be read';
  const history =
    countOf(db, 'SELECT count(*) FROM decisions WHERE NOT json_valid(inputs) OR abs(at) > ?', MOST_MS) +
    countOf(
      db,
      'SELECT count(*) FROM refreshes WHERE NOT json_valid(rejections) OR (failure IS NOT NULL AND NOT json_valid(failure)) OR abs(started_at) > ?',
      MOST_MS,
    );
  if (history > 0) return 'the history cannot be read';
  if (how === 'quick') return null;
  const records = countOf(
    db,
    'SELECT count(*) FROM records WHERE NOT json_valid(basic) OR (rich IS NOT NULL AND NOT json_valid(rich)) OR abs(changed_at) > ?',
    MOST_MS,
  );
  return records > 0 ? `${records} records cannot be read` : null;
}

/**
 * What is wrong with an open database, in words; `null` when nothing is. `quick` takes as long as reading it once; `full`
 * also compares every index with its table and reads every record. Throws when the disk fails.
 */
export function faultOf(db: Database.Database, how: 'quick' | 'full'): string | null {
  try {
    const said = String(db.pragma(how === 'quick' ? 'quick_check(1)' : 'integrity_check(1)', { simple: true }));
    if (said !== SOUND) return said.replace('*** in database main ***', '').replaceAll(/\s+/g, ' ').trim();
    return unreadable(db, how);
  } catch (error) {
    if (isFault(error)) return error.message;
    throw error;
  }
}
