import { expect, test } from 'vitest';
import { isVacuumDue, nextPages } from '../../../../src-main/engine/upkeep/vacuum.ts';
import { makeRig, type Rig } from '../../../support/engine.ts';
import { addRecord } from '../../../support/records.ts';

const MIB = 1_048_576;
const HOUR = 3_600_000;

/** Fills the database with records of so many bytes, and empties it again but for a part. */
function grownAndShrunk(rig: Rig, removed: number): void {
  const { row } = rig.engine.recordsOf('odds');
  rig.store.transaction(() => {
    for (let id = 0; id < 1_000; id += 1) addRecord(rig.store, row, `x${id}`, JSON.stringify({ text: 'x'.repeat(8_000) }));
  });
  const rows = rig.store.retention
    .aged(0, 2_000)
    .map((each) => each.row)
    .slice(0, removed);
  rig.store.retention.remove(rows);
}

test('space is given back from a tenth of the file on, but not for the sake of less than a mebibyte', () => {
  expect(isVacuumDue({ bytes: 100 * MIB, free: 10 * MIB })).toBe(true);
  expect(isVacuumDue({ bytes: 100 * MIB, free: 9 * MIB })).toBe(false);
  expect(isVacuumDue({ bytes: 2 * MIB, free: MIB / 2 })).toBe(false);
});

test('a step that took long is followed by smaller ones, and a quick one by larger ones, within bounds', () => {
  expect(nextPages(64, 10)).toBe(32);
  expect(nextPages(64, 0.5)).toBe(128);
  expect(nextPages(64, 2)).toBe(64);
  expect(nextPages(8, 1_000)).toBe(8);
  expect(nextPages(1_024, 0)).toBe(1_024);
});

test('what is free is given back to the disk, in steps, and every record that stays is there', async () => {
  const rig = await makeRig();
  await rig.add({ policy: { preset: 'manual' } });
  grownAndShrunk(rig, 900);
  const before = rig.engine.appStatus().space;
  expect(before.freeBytes).toBeGreaterThan(5 * MIB);
  await rig.pass(HOUR);
  const after = rig.engine.appStatus().space;
  expect(after.shrinks).toBe(true);
  expect(after.freeBytes).toBeLessThan(MIB);
  expect(after.bytes).toBeLessThan(before.bytes / 2);
  const { row } = rig.engine.recordsOf('odds');
  expect(rig.store.records.count(row)).toBe(100);
  expect(rig.store.isSound()).toBe(true);
});

test('nothing is given back while a refresh runs', async () => {
  let answer = () => {};
  const rig = await makeRig({
    handler: (_call, response) => {
      answer = () => void response.end('[]');
    },
  });
  await rig.add({ policy: { preset: 'manual' }, timeoutSeconds: 600 });
  grownAndShrunk(rig, 900);
  const before = rig.engine.appStatus().space;
  const refreshed = rig.engine.refresh('odds', 'normal', true);
  await expect.poll(() => rig.upstream.calls.length).toBe(1);
  await rig.clock.advance(120_000);
  expect(rig.engine.appStatus().space.freeBytes).toBe(before.freeBytes);
  answer();
  await refreshed;
  await rig.pass(HOUR);
  expect(rig.engine.appStatus().space.freeBytes).toBeLessThan(before.freeBytes / 2);
});
