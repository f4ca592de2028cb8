import { expect, test } from 'vitest';
import { compileExpression } from '../../../src-main/connectors/expression.ts';
import { fillPreset } from '../../../src-main/presets/fill-preset.ts';
import { builtInPresets } from '../../../src-main/presets/registry.ts';
import { SAMPLE_VALUES } from '../../support/presets.ts';

test('each preset has an id of its own', () => {
  const ids = builtInPresets.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(builtInPresets.map((preset) => [preset.id, preset] as const))('%s', (_id, preset) => {
  const { sources, dashboards, problems } = fillPreset(preset, SAMPLE_VALUES[preset.id] ?? {}, []);
  expect(problems).toEqual([]);
  expect(sources.length).toBeGreaterThanOrEqual(preset.sources.length);
  expect(dashboards).toHaveLength(preset.dashboards.length);
  // A place that nobody fills would be called as it stands.
  expect(JSON.stringify([sources, dashboards])).not.toMatch(/\{\{\s*\w+[\w.]*\s*\}\}/);
  for (const { list, idField, push } of sources)
    for (const text of [list, idField, push?.messages, push?.record]) if (text !== undefined) compileExpression(text);
  const secrets = preset.parameters.filter(({ kind, required }) => kind === 'secret' && required);
  expect(preset.auth.kind === 'key' || preset.auth.kind === 'oauth').toBe(secrets.length > 0);
  const panels = dashboards.flatMap((dashboard) => dashboard.panels);
  const read = panels.flatMap(({ query }) => (query?.kind === 'form' ? [query.source] : []));
  expect(sources.map(({ id }) => id)).toEqual(expect.arrayContaining(read));
});
