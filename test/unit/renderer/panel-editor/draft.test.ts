import { expect, test } from 'vitest';
import { dashboardSchema, panelShowSchema } from '../../../../src-preload/contract/index.ts';
import { newPanel, showKinds, showOf, withPanel } from '../../../../src-renderer/panel-editor/draft.ts';
import { targetRows } from '../../../../src-renderer/panel-editor/target-rows.ts';

const dashboard = dashboardSchema.parse({
  id: 'main',
  title: 'Main',
  panels: [{ id: 'odds', title: 'Odds', show: { kind: 'table' }, place: { x: 0, y: 0, width: 6, height: 8 } }],
});

test('there is a way to pick every kind of show', () => {
  const kinds = panelShowSchema.options.map((option) => option.shape.kind.value);
  expect(showKinds.map(({ kind }) => kind).toSorted()).toEqual(kinds.toSorted());
});

test('another kind keeps what both have, and starts anew where they do not fit', () => {
  const line = panelShowSchema.parse({
    kind: 'line',
    x: 'at',
    y: ['n'],
    unit: { kind: 'percent' },
    thresholds: [{ from: 1, tone: 'bad' }],
  });
  expect(showOf('bar', line)).toMatchObject({ kind: 'bar', x: 'at', y: ['n'], unit: { kind: 'percent' } });
  expect(showOf('gauge', line)).toMatchObject({ kind: 'gauge', min: 0, max: 100 });
  expect(showOf('table', line)).toEqual({ kind: 'table', columns: [] });
  for (const { kind } of showKinds) expect(panelShowSchema.safeParse(showOf(kind, line)).success).toBe(true);
});

test('a new panel asks for the records of the first source, or for the sources where there are none', () => {
  expect(newPanel(dashboard, 'odds').query).toMatchObject({ kind: 'form', source: 'odds' });
  expect(newPanel(dashboard, undefined).query?.kind).toBe('sql');
});

test('a panel that is saved takes its own place, and a new one the first that is free, with an id from its title', () => {
  const [panel] = dashboard.panels;
  expect(withPanel(dashboard, { ...panel!, title: 'Other' }, false).panels).toMatchObject([{ id: 'odds', title: 'Other' }]);
  const added = withPanel(dashboard, { ...newPanel(dashboard, 'odds'), title: 'Odds' }, true).panels[1];
  expect(added).toMatchObject({ id: 'odds-2', place: { x: 6, y: 0 } });
  expect(dashboardSchema.safeParse(withPanel(dashboard, newPanel(dashboard, 'odds'), true)).success).toBe(true);
});

test('the target is charted for days in which somebody looked', () => {
  const days = [
    { day: '2026-11-20', lookedSeconds: 100, lateSeconds: 25 },
    { day: '2026-11-21', lookedSeconds: 0, lateSeconds: 0 },
  ];
  expect(targetRows({ days }).rows).toEqual([['2026-11-20T00:00:00', 0.75]]);
});
