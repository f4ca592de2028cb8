import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { DemoWorkspace } from '../../../src-main/host/demo-workspace.ts';
import { DashboardBook } from '../../../src-main/views/dashboard-book.ts';
import { sourceConfigSchema } from '../../../src-preload/contract/index.ts';
import { makeRig, type Rig } from '../../support/engine.ts';

function bookOf(rig: Rig): DashboardBook {
  return new DashboardBook({
    table: rig.store.dashboards,
    now: () => rig.clock.now(),
    sourceIds: () => rig.engine.sources().map(({ id }) => id),
    emit: () => undefined,
    onChange: () => undefined,
  });
}

function workspaceOf(rig: Rig, book: DashboardBook | null = bookOf(rig)): DemoWorkspace {
  const workspace = new DemoWorkspace(
    rig.engine,
    rig.store.meta,
    () => rig.clock.now(),
    () => book,
  );
  onTestFinished(async () => {
    // A renewal of a token that finds nobody would wait for a clock that stands still.
    await rig.quiet();
    await rig.engine.stop();
    await workspace.close();
  });
  return workspace;
}

const idsOf = (rig: Rig) =>
  rig.engine
    .sources()
    .map(({ id }) => id)
    .sort();

const portOf = (rig: Rig, id: string) => Number(new URL(rig.engine.source(id).config.url).port);

test('a demo of an earlier version becomes the one of this version; what the user removed and added stays so', async () => {
  const rig = await makeRig();
  const old = { auth: { kind: 'header', name: 'x-api-key', secret: 'demo-key' } };
  for (const [id, path] of [
    ['demo-odds', 'odds'],
    ['demo-meters', 'meters'],
    ['demo-executions', 'executions'],
  ])
    await rig.engine.add(sourceConfigSchema.parse({ ...old, id, name: id, url: `${rig.upstream.url}/v1/${path}` }), 'demo');
  await rig.add({ id: 'mine' });
  rig.store.meta.set('demo', 'on');
  await workspaceOf(rig).open(true);
  const ids = idsOf(rig);
  expect(ids).not.toContain('demo-meters');
  // It was there in the earlier version too, so it was removed by the user.
  expect(ids).not.toContain('demo-parcels');
  for (const id of ['mine', 'demo-odds', 'demo-executions', 'demo-activities', 'demo-events']) expect(ids).toContain(id);
  expect(rig.engine.source('demo-odds').config).toMatchObject({ auth: { kind: 'query', name: 'apiKey' }, completeListing: true });
  expect(rig.engine.source('mine').config.url).toBe(`${rig.upstream.url}/odds`);
});

test('over a restart sources keep their addresses, and one that was removed stays away', async () => {
  const rig = await makeRig();
  const first = workspaceOf(rig);
  await first.open(true);
  const before = new Map(rig.engine.sources().map(({ id, config }) => [id, config.url]));
  await rig.engine.remove('demo-users');
  await rig.quiet();
  await first.close();
  await workspaceOf(rig).open(true);
  before.delete('demo-users');
  expect(new Map(rig.engine.sources().map(({ id, config }) => [id, config.url]))).toEqual(before);
});

test('where a port is taken, the source goes to the new one with its push and sign-in, and keeps what was changed in it', async () => {
  const rig = await makeRig();
  const first = workspaceOf(rig);
  await first.open(true);
  const { config } = rig.engine.source('demo-events');
  await rig.engine.update({ ...config, name: 'My calendar' });
  const port = portOf(rig, 'demo-events');
  await rig.quiet();
  await first.close();
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void taken.close());
  expect((taken.address() as AddressInfo).port).toBe(port);
  await workspaceOf(rig).open(true);
  const after = rig.engine.source('demo-events').config;
  const { host } = new URL(after.url);
  expect(host).not.toBe(`127.0.0.1:${port}`);
  expect(after).toMatchObject({
    name: 'My calendar',
    push: { url: expect.stringContaining(`ws://${host}/`) },
    auth: { tokenUrl: expect.stringContaining(`http://${host}/`) },
  });
});

test('the fault dial is there in the demo only, and is forgotten when the demo is left', async () => {
  const rig = await makeRig();
  const workspace = workspaceOf(rig);
  expect(() => workspace.faults()).toThrow('The demo is off');
  await workspace.open(true);
  const { faults } = workspace.show();
  await rig.quiet();
  await workspace.setFaults({ ...workspace.faults(), cablePulled: true });
  expect(workspace.show().faults?.cablePulled).toBe(true);
  await workspace.leave();
  expect(workspace.show()).toEqual({ on: false, url: null, faults: null });
  await workspace.enter();
  expect(workspace.show().faults).toEqual(faults);
});

const DASHBOARDS = ['demo-odds', 'demo-runs', 'demo-training', 'demo-calendar'];
const boardsOf = (rig: Rig) =>
  bookOf(rig)
    .list()
    .map(({ id }) => id);

test('dashboards come with the demo and go with it, but for one that was changed', async () => {
  const rig = await makeRig();
  const book = bookOf(rig);
  const workspace = workspaceOf(rig, book);
  await workspace.open(true);
  expect(boardsOf(rig)).toEqual(DASHBOARDS);
  const { dashboard, version } = book.get('demo-runs');
  book.replace('demo-runs', version, { ...dashboard, title: 'Mine' });
  await rig.quiet();
  await workspace.leave();
  expect(boardsOf(rig)).toEqual(['demo-runs']);
  await workspace.enter();
  expect(boardsOf(rig).toSorted()).toEqual(DASHBOARDS.toSorted());
  expect(book.get('demo-runs').dashboard.title).toBe('Mine');
  await rig.quiet();
  await workspace.leave();
  expect(boardsOf(rig)).toEqual(['demo-runs']);
});

test('a dashboard of the demo that was removed stays away over restarts, and comes back when the demo is entered again', async () => {
  const rig = await makeRig();
  const book = bookOf(rig);
  const first = workspaceOf(rig, book);
  await first.open(true);
  book.remove('demo-training');
  await rig.quiet();
  await first.close();
  const second = workspaceOf(rig);
  await second.open(true);
  expect(boardsOf(rig)).not.toContain('demo-training');
  await rig.quiet();
  await second.leave();
  await second.enter();
  expect(boardsOf(rig)).toContain('demo-training');
});

test('a demo of a version without dashboards gets them once, with the sources that they read', async () => {
  const rig = await makeRig();
  const first = workspaceOf(rig, null);
  await first.open(true);
  const { config } = rig.engine.source('demo-events');
  await rig.engine.update({ ...config, name: 'My calendar', computed: {} });
  for (const id of ['demo-scores', 'demo-workflows', 'demo-workflows-harbour', 'demo-users']) await rig.engine.remove(id);
  await rig.quiet();
  await first.close();
  const book = bookOf(rig);
  const second = workspaceOf(rig, book);
  await second.open(true);
  expect(boardsOf(rig)).toEqual(DASHBOARDS);
  expect(idsOf(rig)).toEqual(expect.arrayContaining(['demo-scores', 'demo-workflows', 'demo-workflows-harbour']));
  // It was there before dashboards came, so it was removed by the user.
  expect(idsOf(rig)).not.toContain('demo-users');
  expect(rig.engine.source('demo-events').config).toMatchObject({ name: 'My calendar', computed: { owner: "'ada'" } });
  await rig.quiet();
  await second.close();
  for (const id of ['demo-scores', 'demo-workflows']) await rig.engine.remove(id);
  book.remove('demo-odds');
  await workspaceOf(rig, book).open(true);
  expect(idsOf(rig)).not.toContain('demo-scores');
  expect(boardsOf(rig)).not.toContain('demo-odds');
});
