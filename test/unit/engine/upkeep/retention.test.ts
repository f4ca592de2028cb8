import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { RecordReader } from '../../../../src-main/store/reader.ts';
import type { Retention, SourceDraftInput } from '../../../../src-preload/contract/index.ts';
import { makeRig, type Rig } from '../../../support/engine.ts';
import { json } from '../../../support/upstream.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = '2026-11-20T00:00:00.000Z';

interface Item {
  id: number;
  at?: string;
  price?: number;
}

const daysAgo = (days: number) => new Date(Date.parse(START) - days * DAY).toISOString();

/** A source that is refreshed only when asked, with what its listing holds. */
async function rigOf(items: Item[], settings: Partial<SourceDraftInput> = {}) {
  const listing = { items };
  const rig = await makeRig({ startIso: START, handler: (_call, response) => json(response, listing.items) });
  await rig.add({ policy: { preset: 'manual' }, timeField: 'at', ...settings });
  await refresh(rig);
  return { rig, listing };
}

/** A press right after another one would join it. */
async function refresh(rig: Rig) {
  await rig.pass(60_000);
  return (await rig.engine.refresh('odds', 'force', true)).refresh;
}

function reader(rig: Rig): RecordReader {
  const opened = new RecordReader(join(rig.folder, 'freshet.db'));
  onTestFinished(() => opened.close());
  return opened;
}

/** Ids of what is stored and shown. */
function shown(rig: Rig): string[] {
  const { row } = rig.engine.recordsOf('odds');
  return reader(rig)
    .list({ sourceRow: row, limit: 10_000, cursor: undefined, q: undefined })
    .items.map(({ id }) => id);
}

async function setRule(rig: Rig, retention: Retention | undefined) {
  const { retention: _before, ...config } = rig.engine.source('odds').config;
  await rig.engine.update(retention === undefined ? config : { ...config, retention });
}

test('without a rule everything is kept', async () => {
  const { rig } = await rigOf([{ id: 1, at: daysAgo(4000) }, { id: 2 }]);
  await rig.pass(3 * DAY);
  expect(shown(rig)).toEqual(['1', '2']);
  expect(rig.engine.source('odds').retained).toBeNull();
});

test('records that are older than the rule go, are counted, and are told', async () => {
  const items = [{ id: 1, at: daysAgo(400) }, { id: 2, at: daysAgo(300) }, { id: 3, at: daysAgo(1) }, { id: 4 }];
  const { rig } = await rigOf(items);
  await rig.pass(2 * DAY);
  const { version } = rig.engine.recordsOf('odds');
  await setRule(rig, { olderThanDays: 365 });
  await rig.pass(HOUR);
  expect(shown(rig)).toEqual(['2', '3', '4']);
  const status = rig.engine.source('odds');
  expect(status.records).toBe(3);
  expect(status.retained).toMatchObject({ removed: 1, rule: { olderThanDays: 365 } });
  expect(rig.engine.recordsOf('odds').version).toBeGreaterThan(version);
  await rig.restart();
  expect(rig.engine.source('odds')).toMatchObject({ records: 3, retained: { removed: 1 } });
});

test('nothing goes within a day after it was first seen', async () => {
  const { rig } = await rigOf([{ id: 1 }, { id: 2 }, { id: 3 }], { retention: { keepNewest: 1 } });
  await rig.pass(23 * HOUR);
  expect(shown(rig)).toEqual(['1', '2', '3']);
  await rig.pass(12 * HOUR);
  expect(shown(rig)).toEqual(['3']);
});

test('a record that was deleted upstream goes by the same rule, and does not count among the newest', async () => {
  const { rig, listing } = await rigOf(
    [
      { id: 1, at: daysAgo(3) },
      { id: 2, at: daysAgo(2) },
      { id: 3, at: daysAgo(1) },
    ],
    { completeListing: true },
  );
  listing.items = listing.items.slice(0, 2);
  await refresh(rig);
  await rig.pass(2 * DAY);
  await setRule(rig, { keepNewest: 2 });
  await rig.pass(HOUR);
  expect(shown(rig)).toEqual(['1', '2']);
  const { row } = rig.engine.recordsOf('odds');
  expect(rig.store.records.existing(row, ['3']).size).toBe(1);
  await setRule(rig, { olderThanDays: 2 });
  await rig.pass(2 * DAY);
  expect(rig.store.records.existing(row, ['1', '2', '3']).size).toBe(1);
});

test('a listing that still holds what went does not bring it back, and the refresh says so', async () => {
  const items = [
    { id: 1, at: daysAgo(400) },
    { id: 2, at: daysAgo(399) },
    { id: 3, at: daysAgo(1) },
  ];
  const { rig } = await rigOf(items);
  await rig.pass(2 * DAY);
  await setRule(rig, { olderThanDays: 365 });
  await rig.pass(HOUR);
  const again = await refresh(rig);
  expect(again).toMatchObject({ outcome: 'unchanged', counts: { added: 0, rejected: 2 } });
  expect(again?.rejected).toEqual([{ reason: 'not kept by the rule: older than 365 days', count: 2, example: '1' }]);
  expect(shown(rig)).toEqual(['3']);
});

test('of records without a time, one that went comes back only when it has changed', async () => {
  const { rig, listing } = await rigOf([{ id: 1 }, { id: 2 }, { id: 3 }]);
  await rig.pass(2 * DAY);
  await setRule(rig, { keepNewest: 1 });
  await rig.pass(HOUR);
  expect(shown(rig)).toEqual(['3']);
  expect(await refresh(rig)).toMatchObject({ outcome: 'unchanged', counts: { added: 0, rejected: 2 } });
  listing.items = [{ id: 1, price: 5 }, { id: 2 }, { id: 3 }];
  expect(await refresh(rig)).toMatchObject({ outcome: 'changed', counts: { added: 1, rejected: 1 } });
  expect(shown(rig).sort()).toEqual(['1', '3']);
});

test('what another rule would keep is taken from the next listing again', async () => {
  const { rig } = await rigOf([{ id: 1 }, { id: 2 }, { id: 3 }]);
  await rig.pass(2 * DAY);
  await setRule(rig, { keepNewest: 1 });
  await rig.pass(HOUR);
  await setRule(rig, undefined);
  await rig.engine.refresh('odds', 'normal', true);
  expect(shown(rig).sort()).toEqual(['1', '2', '3']);
});

test('a refresh is not held up: the rule waits until nothing runs', async () => {
  const { rig } = await rigOf([{ id: 1, at: daysAgo(400) }, { id: 2 }]);
  await rig.pass(2 * DAY);
  await setRule(rig, { olderThanDays: 365 });
  const entered = rig.engine.refresh('odds', 'force', false);
  await entered;
  expect(rig.engine.source('odds').running).not.toBeNull();
  await rig.pass(HOUR);
  expect(shown(rig)).toEqual(['2']);
});

test('what the preview says is what goes', async () => {
  const record = fc.record({ days: fc.option(fc.integer({ min: -2, max: 6 })), deleted: fc.boolean() });
  const rule = fc
    .record({ olderThanDays: fc.integer({ min: 1, max: 6 }), keepNewest: fc.integer({ min: 1, max: 8 }) }, { requiredKeys: [] })
    .filter((each) => Object.keys(each).length > 0);
  const { rig, listing } = await rigOf([{ id: 0 }], { completeListing: true });
  let next = 1;
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 12 }), rule, async (records, retention) => {
      await setRule(rig, undefined);
      const now = rig.clock.now();
      const items = records.map(({ days, deleted }) => ({
        deleted,
        item: { id: (next += 1), ...(days === null ? {} : { at: new Date(now - days * DAY).toISOString() }) },
      }));
      // One that stays, so that the listing is never empty and the highest row is not among them.
      const last = { id: (next += 1), at: new Date(now + 30 * DAY).toISOString() };
      listing.items = [...items.map(({ item }) => item), last];
      await refresh(rig);
      listing.items = [...items.filter(({ deleted }) => !deleted).map(({ item }) => item), last];
      await refresh(rig);
      await rig.pass(30 * HOUR);
      const { row } = rig.engine.recordsOf('odds');
      const before = rig.engine.source('odds').records;
      const told = reader(rig).retention(rig.engine.retentionOf('odds', retention));
      expect(told.of).toBe(before);
      const retained = rig.engine.source('odds').retained;
      await setRule(rig, retention);
      await rig.pass(60_000);
      expect(rig.engine.source('odds').records).toBe(before - told.goes);
      expect(rig.store.records.count(row)).toBe(before - told.goes);
      const went = rig.engine.source('odds').retained;
      const removed = went === null || went.at === retained?.at ? 0 : went.removed;
      expect(removed).toBe(told.goes + told.deletedGoes);
    }),
    { numRuns: 12 },
  );
});
