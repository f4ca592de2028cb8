import type { FormQuery, ParameterValue } from '../../../src-preload/contract/index.ts';
import { sqlName, sqlText } from './sql-names.ts';
import type { SqlTable } from './sql-tables.ts';
import { nearNames } from './near-names.ts';
import { SqlMistake } from './sql-mistake.ts';

/** The names that forms have for what every record has. */
const OWN: Record<string, string> = { $id: '_id', $time: '_time', $firstSeen: '_first_seen', $changed: '_changed' };

const OPERATORS = { '=': 'IS', '!=': 'IS NOT', '<': '<', '<=': '<=', '>': '>', '>=': '>=' } as const;

type Values = Record<string, ParameterValue>;

/** SQL that a form stands for, and the values of the form that are bound to it. Throws `SqlMistake`. */
export function formSql(form: FormQuery, tables: readonly SqlTable[]): { sql: string; values: Values } {
  const table = tables.find(({ sourceId }) => sourceId === form.source);
  if (table === undefined) {
    const ids = tables.flatMap(({ sourceId }) => (sourceId === null ? [] : [sourceId]));
    const near = nearNames(form.source, ids);
    throw new SqlMistake(
      `There is no source ${form.source}.`,
      near.length === 0 ? 'Choose a source.' : `Did you mean ${near.join(' or ')}?`,
    );
  }
  return new Writer(form, table).write();
}

class Writer {
  readonly #form: FormQuery;
  readonly #table: SqlTable;
  readonly #values: Values = {};

  constructor(form: FormQuery, table: SqlTable) {
    this.#form = form;
    this.#table = table;
  }

  write(): { sql: string; values: Values } {
    const { values, by, columns, order, limit } = this.#form;
    const groups = by.map(({ field, grain }) => ({
      as: nameOf(field),
      sql: grain === undefined ? this.#column(field) : `time_bucket(${this.#column(field)}, ${sqlText(grain)})`,
    }));
    const measured = values.map((each) => ({ as: each.as ?? standardName(each), sql: this.#measure(each) }));
    const plain = (columns.length > 0 ? columns : this.#standardColumns()).map((field) => ({
      as: nameOf(field),
      sql: this.#column(field),
    }));
    const isGrouped = groups.length + measured.length > 0;
    // Groups without a value are worth their count.
    const counted = isGrouped && measured.length === 0 ? [{ as: 'count', sql: 'count(*)' }] : measured;
    const shown = distinctNames(isGrouped ? [...groups, ...counted] : plain);
    const where = this.#conditions();
    const lines = [
      `SELECT ${shown.map(({ as, sql }) => (sqlName(as) === sql ? sql : `${sql} AS ${sqlName(as)}`)).join(', ')}`,
      `FROM ${sqlName(this.#table.name)}`,
      ...(where.length === 0 ? [] : [`WHERE ${where.join('\n  AND ')}`]),
      ...(groups.length === 0 ? [] : [`GROUP BY ${groups.map((_, index) => index + 1).join(', ')}`]),
      ...this.#order(shown, order, groups.length),
      `LIMIT ${limit}`,
    ];
    return { sql: lines.join('\n'), values: this.#values };
  }

  /** The column of a field. Throws `SqlMistake` where there is none. */
  #column(field: string): string {
    const name = OWN[field] ?? field;
    const found = this.#table.columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
    if (found !== undefined) return sqlName(found.name);
    const near = nearNames(
      field,
      this.#table.columns.map((column) => column.name),
    );
    throw new SqlMistake(
      `${this.#table.about} has no field ${field}.`,
      near.length === 0 ? 'Choose one of its fields.' : `Did you mean ${near.join(' or ')}?`,
    );
  }

  #standardColumns(): string[] {
    return this.#table.columns.slice(0, 20).map(({ name }) => name);
  }

  #measure({ aggregate, field }: FormQuery['values'][number]): string {
    if (aggregate === 'count') return field === undefined ? 'count(*)' : `count(${this.#column(field)})`;
    if (field === undefined) throw new SqlMistake(`What is the ${aggregate} of?`, 'Choose a field.');
    const column = this.#column(field);
    switch (aggregate) {
      case 'sum':
      case 'min':
      case 'max':
      case 'median':
        return `${aggregate}(${column})`;
      case 'average':
        return `avg(${column})`;
      case 'distinct':
        return `count(DISTINCT ${column})`;
      case 'latest':
        return `latest(${column}, coalesce(_time, _first_seen))`;
    }
  }

  /** A value that is bound, never a part of the text. */
  #bound(value: FormQuery['where'][number]['value']): string {
    if (typeof value === 'object' && value !== null) return `:${value.parameter}`;
    const name = `form_${Object.keys(this.#values).length + 1}`;
    this.#values[name] = value;
    return `:${name}`;
  }

  #conditions(): string[] {
    const tests = this.#form.where.map(({ field, is, value }) => {
      const column = this.#column(field);
      if (is === 'empty') return `(${column} IS NULL OR ${column} = '')`;
      if (is === 'not-empty') return `(${column} IS NOT NULL AND ${column} <> '')`;
      if (is === 'contains') return `instr(lower(${column}), lower(${this.#bound(value)})) > 0`;
      return `${column} ${OPERATORS[is]} ${this.#bound(value)}`;
    });
    // A record without a time of its own is taken to be of when it first came.
    const range = ['coalesce(_time, _first_seen) >= :from', 'coalesce(_time, _first_seen) < :to'];
    return [...(this.#form.inRange ? range : []), ...tests];
  }

  #order(shown: readonly { as: string }[], order: FormQuery['order'], groups: number): string[] {
    if (order === undefined) return groups === 0 ? [] : [`ORDER BY ${Array.from({ length: groups }, (_, index) => index + 1).join(', ')}`];
    const wanted = (OWN[order.by] ?? order.by).toLowerCase();
    const index = shown.findIndex(({ as }) => as.toLowerCase() === wanted || as.toLowerCase() === nameOf(order.by).toLowerCase());
    const by = index >= 0 ? String(index + 1) : groups === 0 && this.#form.values.length === 0 ? this.#column(order.by) : null;
    if (by === null) {
      const names = shown.map(({ as }) => as);
      throw new SqlMistake(`The result has no column ${order.by} to be put in order by.`, `Choose ${names.join(' or ')}.`);
    }
    return [`ORDER BY ${by}${order.descending ? ' DESC' : ''}`];
  }
}

const nameOf = (field: string) => (field === '$time' ? 'time' : (OWN[field] ?? field));

function standardName({ aggregate, field }: FormQuery['values'][number]): string {
  return field === undefined ? aggregate : `${aggregate} ${nameOf(field)}`;
}

/** Columns of the same name could not be told apart. */
function distinctNames<T extends { as: string }>(columns: readonly T[]): T[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    let as = column.as;
    for (let number = 2; taken.has(as.toLowerCase()); number += 1) as = `${column.as} ${number}`;
    taken.add(as.toLowerCase());
    return { ...column, as };
  });
}
