import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import { listBackups } from '../../../src-main/store/backups/backup-file.ts';
import { verifyDatabase } from '../../../src-main/store/backups/verify.ts';
import { migrations } from '../../../src-main/store/migrations/index.ts';
import { rowsOf } from '../../support/old-database.ts';
import { Aim } from '../aim.ts';
import { type AttemptOptions, expectThat, type Ground, type Kind } from '../fault.ts';
import { kill } from '../faulty-app.ts';
import { inCopy } from '../holding.ts';
import { oneOf } from '../random.ts';
import { OLD_SCHEMAS, oldFolder } from '../templates.ts';
import { killStart } from './kill-start.ts';
import { reopen } from './reopen.ts';

const RECORDS = 4_000;
const aim = new Aim(250);

type Rows = ReturnType<typeof rowsOf>;

/** What a start does not change, once the database is up to date. */
const LEFT_ALONE = ['records', 'validators', 'refreshes', 'decisions', 'calls', 'days', 'quota_plans', 'retired'];

/** Every row of before is there, in the columns that it had. */
function expectRows(file: string, before: Rows, tables = Object.keys(before)): void {
  const now = rowsOf(file);
  for (const table of tables) {
    const rows = before[table] ?? [];
    const present = now[table] ?? [];
    expectThat(present.length >= rows.length, `${table} has ${present.length} of ${rows.length} rows`);
    const columns = Object.keys(rows[0] ?? {});
    for (const [index, row] of rows.entries()) {
      const other = present[index] ?? {};
      const differs = columns.find((column) => !isDeepStrictEqual(row[column], other[column]));
      expectThat(differs === undefined, `${table}.${differs ?? ''} was ${JSON.stringify(row)} and is ${JSON.stringify(other)}`);
    }
  }
}

async function attempt(options: AttemptOptions): Promise<boolean> {
  const schema = oneOf(options.random, OLD_SCHEMAS);
  const folder = oldFolder(schema, RECORDS);
  const database = join(folder, 'freshet.db');
  const before = rowsOf(database);
  const landed = await killStart(
    folder,
    ['begin copy', 'begin migration'],
    aim,
    options,
    `ms after the backup before the upgrade from schema ${schema} began`,
  );

  const reached = inCopy(database, (db, file) => {
    expectRows(file, before, LEFT_ALONE);
    return Number(db.pragma('user_version', { simple: true }));
  });
  const backups = () => listBackups(join(folder, 'backups')).filter(({ kind }) => kind === 'before-upgrade');
  const expectBackup = () => {
    const [made] = backups().filter((each) => each.schema === schema);
    expectThat(made !== undefined, `schema ${reached} was reached without a backup of schema ${schema}`);
    expectThat(verifyDatabase(made.path).schema === schema, 'the backup is of another schema');
    expectRows(made.path, before);
  };
  if (reached > schema) expectBackup();
  const app = await reopen({ dataFolder: folder });
  const { database: shown } = (await app.get('/api/v1/health')).body;
  // One of the records was deleted upstream, which a schema can tell from the third on.
  expectThat(shown.records >= RECORDS + 10, `${shown.records} records are shown`);
  expectBackup();
  await kill(app);
  const now = inCopy(database, (db) => Number(db.pragma('user_version', { simple: true })));
  expectThat(now === migrations.length, `the schema is ${now}`);
  return landed;
}

export const migration: Kind = {
  name: 'migration',
  group: 'kill',
  what: 'from the backup before an upgrade to the end of the start',
  rounds: 35,
  sampled: 2,
  roundsPerGround: 5,
  open: async () => ({ attempt, close: async () => undefined }) satisfies Ground,
};
