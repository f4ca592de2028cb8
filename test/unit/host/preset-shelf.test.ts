import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { PresetShelf } from '../../../src-main/host/preset-shelf.ts';
import { type SourcePreset, sourcePresetSchema } from '../../../src-preload/contract/index.ts';
import { DashboardBook } from '../../../src-main/views/dashboard-book.ts';
import { makeRig, type Rig } from '../../support/engine.ts';
import { storedRecords } from '../../support/presets.ts';

let rig: Rig;
let shelf: PresetShelf;
let folder: string;
let book: DashboardBook;

beforeEach(async () => {
  rig = await makeRig();
  folder = join(rig.folder, 'presets');
  book = new DashboardBook({
    table: rig.store.dashboards,
    now: () => rig.clock.now(),
    sourceIds: () => rig.engine.sources().map(({ id }) => id),
    emit: () => undefined,
    onChange: () => undefined,
  });
  shelf = new PresetShelf(folder, rig.engine, (drafts) => book.createAll(drafts));
});

const preset = (more: object = {}): SourcePreset =>
  sourcePresetSchema.parse({
    id: 'shop',
    name: 'Shop',
    summary: 'Orders.',
    documentation: 'https://example.com/',
    parameters: [{ name: 'server', label: 'Server', standard: rig.upstream.url }],
    sources: ['orders', 'customers'].map((key) => ({ key, source: { id: `shop-${key}`, name: key, url: `{{server}}/${key}` } })),
    dashboards: [{ title: 'Shop' }],
    ...more,
  });
const put = (name: string, value: unknown) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));
};

test('presets of the folder stand beside those that come with the app, as soon as they are saved', async () => {
  const before = await shelf.list();
  expect(before.problems).toEqual([]);
  put('shop.json', preset());
  put('notes.txt', 'not one');
  const after = await shelf.list();
  expect(after.items.map(({ id }) => id)).toEqual([...before.items.map(({ id }) => id), 'shop']);
});

test('one with the id of another that comes with the app takes its place', async () => {
  put('own.json', preset({ id: 'usgs-earthquakes' }));
  const { items } = await shelf.list();
  expect(items.filter(({ id }) => id === 'usgs-earthquakes').map(({ name }) => name)).toEqual(['Shop']);
});

test('a mistake in one file is told with its place, and the others are there all the same', async () => {
  put('a.json', '{\n  "id": "a",\n  "name": 7\n}');
  put('b.json', preset());
  put('c.json', preset());
  const { items, problems } = await shelf.list();
  expect(items.some(({ id }) => id === 'shop')).toBe(true);
  expect(problems[0]).toMatchObject({ file: join(folder, 'a.json'), line: 3, path: 'name' });
  expect(problems.at(-1)).toMatchObject({ file: join(folder, 'c.json'), path: 'id', message: 'another file has a preset "shop"' });
});

test('adding makes all of its sources and its dashboards', async () => {
  put('shop.json', preset());
  const { sources, dashboards } = await shelf.add({ id: 'shop', values: {} });
  expect(sources.map(({ id, origin }) => [id, origin])).toEqual([
    ['shop-orders', 'app'],
    ['shop-customers', 'app'],
  ]);
  expect(dashboards.map(({ title }) => title)).toEqual(['Shop']);
  expect(book.list().map(({ title }) => title)).toEqual(['Shop']);
  await rig.engine.refresh('shop-orders', 'normal', true);
  expect(Object.keys(storedRecords(rig, 'shop-orders'))).toEqual(['1']);
});

test('adding the same again makes further sources', async () => {
  await shelf.add({ preset: preset(), values: {} });
  const { sources } = await shelf.add({ preset: preset(), values: {} });
  expect(sources.map(({ id }) => id)).toEqual(['shop-orders-2', 'shop-customers-2']);
});

test('where one source cannot be added, none is', async () => {
  const wrong = { key: 'wrong', source: { id: 'wrong', name: 'wrong', url: '{{server}}/x', list: '$sum(' } };
  const three = preset({ sources: [...preset().sources, wrong] });
  await expect(shelf.add({ preset: three, values: {} })).rejects.toThrow('is not a valid path');
  expect(rig.engine.sources()).toEqual([]);
  await expect(shelf.add({ preset: preset(), values: { server: 'nowhere' } })).rejects.toMatchObject({
    code: 'UNPROCESSABLE',
    problems: [{ path: 'sources.0.url' }, { path: 'sources.1.url' }],
  });
  expect(rig.upstream.calls).toEqual([]);
});

test('filling calls and saves nothing', async () => {
  const { sources } = await shelf.fill({ preset: preset(), values: {} });
  expect(sources).toHaveLength(2);
  expect([rig.engine.sources(), rig.upstream.calls]).toEqual([[], []]);
});

test('a preset that is not there is told', async () => {
  await expect(shelf.fill({ id: 'nowhere', values: {} })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(shelf.fill({ values: {} })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
