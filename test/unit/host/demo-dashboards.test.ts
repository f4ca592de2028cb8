import { expect, test } from 'vitest';
import { DEMO_SEED } from '../../../src-main/demo/server.ts';
import { demoSources } from '../../../src-main/demo/sources.ts';
import { demoDashboards } from '../../../src-main/host/demo-dashboards.ts';
import { startDemo } from '../../support/demo.ts';
import { makeViews } from '../../support/views.ts';

const panelsOf = (dashboards: ReturnType<typeof demoDashboards>) =>
  dashboards.flatMap(({ id, panels }) => panels.map((panel) => ({ id, panelId: panel.id })));

test('every panel has rows without a failure, tells the age of its sources, and lies beside the others', async () => {
  const made = await makeViews({ startIso: '2026-11-20T14:00:00.000Z' });
  const { rig, views } = made;
  const demo = await startDemo({ seed: DEMO_SEED, now: () => rig.clock.now(), after: (delayMs, run) => rig.clock.after(delayMs, run) });
  for (const source of demoSources((service) => demo.server.urlOf(service), DEMO_SEED)) await rig.engine.add(source, 'demo');
  const dashboards = demoDashboards(rig.engine.sources().map(({ id }) => id));
  views.dashboards.createAll(dashboards);
  // Before the first answer a panel is empty, and nothing is wrong.
  for (const { id, panelId } of panelsOf(dashboards)) {
    const { result } = await views.data(id, panelId, { parameters: {} }, false, undefined);
    expect([id, panelId, result.failure]).toEqual([id, panelId, null]);
  }
  rig.look();
  for (let second = 0; second < 180; second += 30) {
    rig.look();
    await rig.passWithRetries(30_000);
  }
  for (const { id, panelId } of panelsOf(dashboards)) {
    const { result, sources } = await views.data(id, panelId, { parameters: {} }, true, undefined);
    expect([id, panelId, result.failure]).toEqual([id, panelId, null]);
    expect(result.rows.length, `${id} ${panelId}`).toBeGreaterThan(0);
    expect(
      result.rows.flat().some((value) => value !== null),
      `${id} ${panelId}`,
    ).toBe(true);
    expect(sources.length, `${id} ${panelId}`).toBeGreaterThan(0);
    for (const { checkedAt } of sources) expect(checkedAt).not.toBeNull();
  }
  for (const { id, panels } of dashboards) {
    const cells = panels.flatMap(({ place }) =>
      Array.from({ length: place.width * place.height }, (_none, index) => {
        return `${place.x + (index % place.width)},${place.y + Math.floor(index / place.width)}`;
      }),
    );
    expect(new Set(cells).size, id).toBe(cells.length);
  }
  for (const { id, parameters } of dashboards)
    for (const { name, choicesSql } of parameters) {
      const { items, failure } = await views.choices(id, name);
      expect([id, name, failure]).toEqual([id, name, null]);
      if (choicesSql !== undefined) expect(items.length).toBeGreaterThan(1);
    }
});
