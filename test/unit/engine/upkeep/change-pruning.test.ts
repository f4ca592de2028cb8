import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RecordReader } from '../../../../src-main/store/reader.ts';
import { makeRig } from '../../../support/engine.ts';
import { json } from '../../../support/upstream.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** A record that changed once a day for nine days, and two hours in which nothing happened. */
async function nineDays(changeLog: { days?: number; perRecord?: number }) {
  let price = 0;
  const rig = await makeRig({ handler: (_call, response) => json(response, [{ id: 1, price: (price += 1) }]) });
  await rig.add({ policy: { preset: 'fixed', everySeconds: 86_400 }, changeLog });
  const start = rig.clock.now();
  for (let day = 0; day < 9; day += 1) await rig.pass(DAY_MS);
  await rig.pass(2 * HOUR_MS);
  const { row } = rig.engine.recordsOf('odds');
  const reader = new RecordReader(join(rig.folder, 'freshet.db'));
  const found = reader.changes({ sourceRow: row, id: '1', limit: 50, cursor: undefined });
  const reach = reader.reach(row);
  reader.close();
  return { kinds: found?.items.map((each) => each.kind), start, now: rig.clock.now(), reach };
}

test('while the app runs, a record keeps as many of its newest changes as the settings say, and the log of the others its reach', async () => {
  const { kinds, reach, start } = await nineDays({ perRecord: 3 });
  expect(kinds).toEqual(['changed', 'changed', 'changed', 'added']);
  expect(reach).toBe(start);
});

test('while the app runs, changes are forgotten by age, and the reach of the log says so', async () => {
  const { kinds, reach, now } = await nineDays({ days: 4 });
  expect(kinds).toEqual(['changed', 'changed', 'changed', 'changed', 'added']);
  expect(reach).toBeLessThanOrEqual(now - 4 * DAY_MS);
  expect(reach).toBeGreaterThan(now - 6 * DAY_MS);
});
