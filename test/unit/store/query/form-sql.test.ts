import { expect, test } from 'vitest';
import { formQuerySchema, type FormQuery, sourceConfigSchema } from '../../../../src-preload/contract/index.ts';
import { formSql } from '../../../../src-main/store/query/form-sql.ts';
import { tablesOf } from '../../../../src-main/store/query/sql-tables.ts';
import type { z } from 'zod';

const config = sourceConfigSchema.parse({ id: 'big-odds', name: 'Odds', url: 'http://127.0.0.1:9/', policy: { preset: 'manual' } });
const tables = tablesOf([{ row: 1, id: 'big-odds', config, fields: ['price', 'venue.name', 'order'] }]);
const write = (form: Partial<z.input<typeof formQuerySchema>>) =>
  formSql(formQuerySchema.parse({ kind: 'form', source: 'big-odds', inRange: false, ...form }) satisfies FormQuery, tables);

test('without values a form lists fields', () => {
  expect(write({ columns: ['venue.name', '$time', 'order'], limit: 5 }).sql).toBe(
    'SELECT "venue.name", _time AS time, "order"\nFROM big_odds\nLIMIT 5',
  );
});

test('values are worked out by group, cut to a grain of time', () => {
  const { sql } = write({
    values: [
      { aggregate: 'average', field: 'price' },
      { aggregate: 'count', as: 'n' },
    ],
    by: [{ field: '$time', grain: 'hour' }, { field: 'venue.name' }],
    order: { by: 'n', descending: true },
  });
  expect(sql).toBe(
    [
      `SELECT time_bucket(_time, 'hour') AS time, "venue.name", avg(price) AS "average price", count(*) AS n`,
      'FROM big_odds',
      'GROUP BY 1, 2',
      'ORDER BY 4 DESC',
      'LIMIT 1000',
    ].join('\n'),
  );
});

test('values of tests are bound and never a part of the text', () => {
  const evil = `'; DROP TABLE records; --`;
  const { sql, values } = write({
    columns: ['price'],
    where: [
      { field: 'venue.name', is: 'contains', value: evil },
      { field: 'price', is: '>=', value: { parameter: 'least' } },
      { field: 'order', is: 'empty' },
    ],
  });
  expect(sql).not.toContain('DROP');
  expect(sql).toContain('instr(lower("venue.name"), lower(:form_1)) > 0');
  expect(sql).toContain('price >= :least');
  expect(values).toEqual({ form_1: evil });
});

test('a form in the time range takes records without a time of their own by when they came', () => {
  expect(write({ inRange: true, columns: ['price'] }).sql).toContain('coalesce(_time, _first_seen) >= :from');
});

test('columns of the same name are told apart', () => {
  const { sql } = write({
    values: [
      { aggregate: 'count', as: 'n' },
      { aggregate: 'max', field: 'price', as: 'n' },
    ],
  });
  expect(sql).toContain('count(*) AS n, max(price) AS "n 2"');
});

test('a field, source or order that is not there is said with what may be meant', () => {
  expect(() => write({ columns: ['prise'] })).toThrow(
    expect.objectContaining({ message: 'Odds has no field prise.', advice: 'Did you mean price?' }),
  );
  expect(() => write({ source: 'bigodds' })).toThrow(expect.objectContaining({ advice: 'Did you mean big-odds?' }));
  expect(() => write({ values: [{ aggregate: 'count' }], order: { by: 'price' } })).toThrow(/no column price/);
  expect(() => write({ values: [{ aggregate: 'sum' }] })).toThrow('What is the sum of?');
});
