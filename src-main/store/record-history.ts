import type { ChangedField, FieldOrigin, RecordChange, RecordDetail, SourceRecord } from '../../src-preload/contract/index.ts';
import { toIso, toIsoOrNull } from '../../src-preload/contract/index.ts';
import { type ChangeEntry, KINDS, type PastState, stateBefore } from './change-entries.ts';
import { ORIGINS } from './change-log.ts';
import type { Db } from './database.ts';
import { reachOf } from './past-records.ts';
import { RECORD_COLUMNS, recordFromRow, type StoredRecordRow } from './records.ts';
import { LAST_SEEN } from './sightings.ts';
import { changedFields } from './value-changes.ts';

export interface RecordQuery {
  sourceRow: number;
  id: string;
  /** The record as it was known then, milliseconds since the epoch; `null`: as it is. */
  asOf: number | null;
}

export interface ChangesQuery {
  sourceRow: number;
  id: string;
  limit: number;
  cursor: string | undefined;
}

type Fields = Record<string, unknown>;

interface Row extends StoredRecordRow {
  added_from: number | null;
  added_by: string | null;
  last_change: number;
  last_seen: number;
}

/** One change on the way back: what it was, and the record after it and before it. */
interface Step {
  log: { row: number; at: number; origin: number; refresh_id: string | null };
  kind: (typeof KINDS)[number];
  after: PastState;
  before: PastState;
}

const CUT: ChangedField = { path: '', cut: true };

const originOf = (origin: number | null) => (origin === null ? null : (ORIGINS[origin] ?? null));

function whole(id: string, state: PastState): Fields | null {
  if (state.basic === null || state.rich === undefined) return null;
  const { basic, rich } = state;
  return recordFromRow({ row: 0, id, basic, rich, time: null, first_seen_at: 0, changed_at: 0, deleted_at: null }).fields;
}

function differences(id: string, { before, after }: Step): ChangedField[] {
  if (before.basic === after.basic && before.rich === after.rich) return after.basic === null ? [CUT] : [];
  const [old, now] = [whole(id, before), whole(id, after)];
  return old === null || now === null ? [CUT] : changedFields(old, now);
}

/** Whether a change of `changed` bears on the field at `path`. */
const concerns = (changed: string, path: string) =>
  changed === '' || changed === path || path.startsWith(`${changed}.`) || changed.startsWith(`${path}.`);

function pathsOf(fields: Fields, prefix = '', depth = 0): string[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const path = `${prefix}${name}`;
    const opens = typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0 && depth < 6;
    return opens ? pathsOf(value as Fields, `${path}.`, depth + 1) : [path];
  });
}

/** The changes of single records, and where their fields came from. Reads through a connection that cannot write. */
export class RecordHistory {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** A record with where its fields came from; `null` when there is none, or was none then. */
  record({ sourceRow, id, asOf }: RecordQuery): RecordDetail | null {
    return this.#db.transaction(() => {
      const row = this.#row(sourceRow, id);
      if (row === null || (asOf !== null && row.first_seen_at > asOf)) return null;
      const steps: Step[] = [];
      let state = presentState(row);
      for (const step of this.#steps(row)) {
        if (asOf !== null && step.log.at > asOf) state = step.before;
        else steps.push(step);
      }
      const isUnknown = state.basic === null || (asOf !== null && state.changedAt > asOf && state.changedAt > row.first_seen_at);
      const gaps = isUnknown ? ['*'] : state.rich === undefined ? ['details'] : [];
      const past = { ...row, basic: isUnknown ? '{}' : (state.basic ?? '{}'), rich: state.rich ?? null, time: state.time };
      const record = { ...recordFromRow(past), changedAt: toIso(state.changedAt), deletedAt: toIsoOrNull(state.deletedAt) };
      return {
        ...record,
        ...(gaps.length === 0 ? {} : { gaps }),
        lastSeenAt: asOf === null ? toIso(row.last_seen) : null,
        origins: this.#origins(row, record, steps, (steps.at(-1)?.before ?? state).lastChange === 0),
        reachesBackTo: toIso(reachOf(this.#db, sourceRow)),
      };
    })();
  }

  /** The changes of a record, newest first, the last of them that it was added; `null` when there is no such record. */
  changes({
    sourceRow,
    id,
    limit,
    cursor,
  }: ChangesQuery): { items: RecordChange[]; nextCursor: string | null; reachesBackTo: string } | null {
    return this.#db.transaction(() => {
      const row = this.#row(sourceRow, id);
      if (row === null) return null;
      const before = cursor === undefined ? Infinity : Number(cursor);
      const items: RecordChange[] = [];
      let isWhole = true;
      for (const step of this.#steps(row)) {
        if (step.log.row >= before) continue;
        if (items.length === limit) {
          isWhole = false;
          break;
        }
        const { log, kind } = step;
        const from = originOf(log.origin);
        items.push({ id: String(log.row), at: toIso(log.at), kind, from, refreshId: log.refresh_id, fields: differences(id, step) });
      }
      if (isWhole) items.push(addedChange(row));
      return { items, nextCursor: isWhole ? null : (items.at(-1)?.id ?? null), reachesBackTo: toIso(reachOf(this.#db, sourceRow)) };
    })();
  }

  #row(sourceRow: number, id: string): Row | null {
    const columns = RECORD_COLUMNS.replaceAll(/\b(\w+)/g, 'r.$1');
    const found = this.#db
      .prepare<[number, string], Row>(
        `SELECT ${columns}, r.added_from, r.added_by, r.last_change, ${LAST_SEEN} AS last_seen FROM records AS r WHERE r.source_row = ? AND r.id = ?`,
      )
      .get(sourceRow, id);
    return found ?? null;
  }

  /** The changes that are kept of a record, newest first. */
  *#steps(record: Row): Generator<Step> {
    const read = this.#db.prepare<[number], Step['log'] & { entries: string }>(
      'SELECT row, at, origin, refresh_id, entries FROM record_changes WHERE row = ?',
    );
    let after = presentState(record);
    while (after.lastChange !== 0) {
      const found = read.get(after.lastChange);
      const entry = found && (JSON.parse(found.entries) as ChangeEntry[]).find(([row]) => row === record.row);
      // The rest has been pruned.
      if (found === undefined || entry === undefined) return;
      const before = stateBefore(after, entry);
      yield { log: found, kind: KINDS[entry[1]] ?? 'changed', after, before };
      after = before;
    }
  }

  #origins(row: Row, record: SourceRecord, steps: readonly Step[], isWhole: boolean): FieldOrigin[] {
    const changes = steps.map((step) => ({ ...step.log, paths: differences(row.id, step).map((field) => field.path) }));
    // With nothing missing before the oldest change, what was never changed has been there since the record was added.
    return pathsOf(record.fields).map((path) => {
      const change = changes.find(({ paths }) => paths.some((each) => concerns(each, path)));
      if (change !== undefined) return { path, from: originOf(change.origin), at: toIso(change.at), refreshId: change.refresh_id };
      if (!isWhole || row.added_from === null) return { path, from: null, at: null, refreshId: null };
      return { path, from: originOf(row.added_from), at: record.firstSeenAt, refreshId: row.added_by };
    });
  }
}

const presentState = (row: Row): PastState => ({
  basic: row.basic,
  rich: row.rich,
  time: row.time,
  changedAt: row.changed_at,
  deletedAt: row.deleted_at,
  lastChange: row.last_change,
});

const addedChange = (row: Row): RecordChange => ({
  id: '0',
  at: toIso(row.first_seen_at),
  kind: 'added',
  from: originOf(row.added_from),
  refreshId: row.added_by,
  fields: [],
});
