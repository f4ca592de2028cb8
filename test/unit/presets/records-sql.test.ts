import { expect, test } from 'vitest';
import { idsSql, recordsSql } from '../../../src-main/presets/records-sql.ts';
import { makeViews } from '../../support/views.ts';

test('the records of several sources are one table, whatever their fields are', async () => {
  const made = await makeViews();
  made.listings['first-one'] = [{ id: 1, price: 2 }];
  await made.add('first-one');
  // A name that is taken by a table of the app, and a source that has never been asked.
  await made.add('records');
  await made.refresh('first-one');
  const ids = ['first-one', 'records'];
  made.dashboard({ all: `SELECT source, _id, _fields ->> '$.price' AS price FROM ${recordsSql(ids)} WHERE source IN ${idsSql(ids)}` });
  expect(await made.rows('all')).toEqual([['first-one', '1', 2]]);
});

test('without a source it is a table without rows', async () => {
  const made = await makeViews();
  made.dashboard({ none: `SELECT source, _id, _time, _fields ->> '$.x' AS x FROM ${recordsSql([])} WHERE source IN ${idsSql([])}` });
  const { result } = await made.data('none');
  expect(result).toMatchObject({ failure: null, rows: [] });
});
