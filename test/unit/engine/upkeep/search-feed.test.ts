import { expect, test } from 'vitest';
import { makeRig } from '../../../support/engine.ts';
import { json } from '../../../support/upstream.ts';
import { RecordReader } from '../../../../src-main/store/reader.ts';
import { join } from 'node:path';
import { addRecord } from '../../../support/records.ts';

test('what a refresh brought is taken into the search soon after it, also when it is more than one step', async () => {
  const rig = await makeRig({
    handler: (_call, response) =>
      json(
        response,
        Array.from({ length: 1_200 }, (_, id) => ({ id, name: `Item ${id}` })),
      ),
  });
  await rig.add();
  rig.look();
  await rig.pass(1_000);
  const reader = new RecordReader(join(rig.folder, 'freshet.db'));
  const result = reader.search({ q: 'item 1199', sourceRows: [...rig.engine.rowsOfSources().keys()], limit: 5, cursor: undefined });
  reader.close();
  expect(result.behind).toBe(0);
  expect(result.items.map(({ record }) => record.id)).toEqual(['1199']);
});

test('records that were stored before the search knew them are taken in after a start', async () => {
  const rig = await makeRig();
  await rig.add();
  rig.look();
  await rig.idle();
  expect(rig.store.search.step()).toBe(false);
  const [row] = [...rig.engine.rowsOfSources().keys()];
  addRecord(rig.store, row ?? 0, 'late', '{"name":"latecomer"}');
  await rig.restart();
  await rig.pass(1_000);
  const reader = new RecordReader(join(rig.folder, 'freshet.db'));
  const { behind } = reader.search({ q: 'latecomer', sourceRows: [row ?? 0], limit: 5, cursor: undefined });
  reader.close();
  expect(behind).toBe(0);
});
