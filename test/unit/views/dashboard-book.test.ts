import { expect, test } from 'vitest';
import { dashboardDraftSchema } from '../../../src-preload/contract/index.ts';
import { idFrom } from '../../../src-main/views/dashboard-book.ts';
import { makeViews, panel } from '../../support/views.ts';

const draft = (title: string, more: object = {}) => dashboardDraftSchema.parse({ title, ...more });

test('an id is made from the title, and from another when that is taken', async () => {
  const { dashboards } = (await makeViews()).views;
  expect(dashboards.create(draft('Odds & Värde!')).dashboard.id).toBe('odds-varde');
  expect(dashboards.create(draft('Odds & Värde!')).dashboard.id).toBe('odds-varde-2');
  expect(idFrom('漢字')).toBe('dashboard');
  expect(() => dashboards.create(draft('Odds', { id: 'odds-varde' }))).toThrow('There is a dashboard "odds-varde" already.');
});

test('a dashboard is changed as a whole, by whoever has its newest version only', async () => {
  const { views, events } = await makeViews();
  const { dashboards } = views;
  const { dashboard, version } = dashboards.create(draft('Odds'));
  const changed = dashboards.replace('odds', version, { ...dashboard, about: 'first' });
  expect(changed.version).toBeGreaterThan(version);
  expect(() => dashboards.replace('odds', version, { ...dashboard, about: 'second' })).toThrow(
    expect.objectContaining({ code: 'CONFLICT', message: '"Odds" has been changed since it was opened here.' }),
  );
  expect(dashboards.get('odds').dashboard.about).toBe('first');
  expect(() => dashboards.replace('odds', changed.version, { ...dashboard, id: 'other' })).toThrow(/id of a dashboard stays/);
  expect(events.filter(({ type }) => type === 'dashboard')).toHaveLength(2);
});

test('the last 20 changes can be taken back, and so can a removal', async () => {
  const { views, events } = await makeViews();
  const { dashboards } = views;
  let stored = dashboards.create(draft('Odds'));
  for (let change = 1; change <= 25; change += 1)
    stored = dashboards.replace('odds', stored.version, { ...stored.dashboard, about: `change ${change}` });
  expect(stored.undoable).toBe(20);
  dashboards.remove('odds');
  expect(dashboards.list()).toEqual([]);
  expect(() => dashboards.get('odds')).toThrow('There is no dashboard "odds".');
  expect(events.at(-1)).toEqual({ type: 'dashboard-removed', id: 'odds' });
  expect(dashboards.undo('odds').dashboard.about).toBe('change 25');
  for (let change = 24; change >= 5; change -= 1) expect(dashboards.undo('odds').dashboard.about).toBe(`change ${change}`);
  expect(() => dashboards.undo('odds')).toThrow('There is nothing to take back.');
});

test('dashboards keep the order they are put in, also over a restart', async () => {
  const made = await makeViews();
  for (const title of ['a', 'b', 'c']) made.views.dashboards.create(draft(title));
  expect(made.views.dashboards.arrange(['c', 'a']).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  made.restart();
  expect(made.views.dashboards.list().map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  expect(() => made.views.dashboards.arrange(['none'])).toThrow('There is no dashboard "none".');
});

test('a copy has an id and a title of its own', async () => {
  const { dashboards } = (await makeViews()).views;
  dashboards.create(draft('Odds', { panels: [panel('n', 'SELECT 1')] }));
  const copy = dashboards.duplicate('odds', undefined);
  expect(copy.dashboard).toMatchObject({ id: 'odds-copy', title: 'Odds (copy)' });
  expect(copy.dashboard.panels).toEqual(dashboards.get('odds').dashboard.panels);
});

test('an exported dashboard is imported as a copy, in the place of the one that is there, or not at all', async () => {
  const { dashboards } = (await makeViews()).views;
  const { dashboard, version } = dashboards.create(draft('Odds', { about: 'exported' }));
  const file = dashboards.export('odds');
  dashboards.replace('odds', version, { ...dashboard, about: 'changed' });
  expect(dashboards.import(file, 'copy').dashboard.id).toBe('odds-2');
  expect(dashboards.import(file, 'keep').dashboard.about).toBe('changed');
  expect(dashboards.import(file, 'replace').dashboard.about).toBe('exported');
  expect(dashboards.undo('odds').dashboard.about).toBe('changed');
  dashboards.remove('odds');
  expect(dashboards.import(file, 'keep').dashboard).toEqual(file.dashboard);
});

test('a dashboard among others says what its panels read', async () => {
  const { views, add } = await makeViews();
  await add('odds');
  await add('meters');
  views.dashboards.create(draft('Odds', { panels: [panel('n', 'SELECT 1 FROM odds'), panel('m', 'SELECT 2 FROM odds')] }));
  expect(views.dashboards.list()).toMatchObject([{ id: 'odds', panels: 2, sources: ['odds'] }]);
});

test('a removed dashboard is gone for good after 30 days', async () => {
  const made = await makeViews();
  made.views.dashboards.create(draft('Odds'));
  made.views.dashboards.remove('odds');
  made.rig.clock.setWall(29 * 86_400_000);
  made.restart();
  expect(made.views.dashboards.undo('odds').dashboard.id).toBe('odds');
  made.views.dashboards.remove('odds');
  made.rig.clock.setWall(31 * 86_400_000);
  made.restart();
  expect(() => made.views.dashboards.undo('odds')).toThrow('There is no dashboard "odds".');
});
