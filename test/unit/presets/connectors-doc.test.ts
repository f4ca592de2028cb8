import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fillPreset } from '../../../src-main/presets/fill-preset.ts';
import { builtInPresets } from '../../../src-main/presets/registry.ts';
import { sourceDraftSchema, type SourcePreset, sourcePresetSchema } from '../../../src-preload/contract/index.ts';
import { makeRig } from '../../support/engine.ts';
import { SAMPLE_VALUES, storedRecords } from '../../support/presets.ts';
import { json } from '../../support/upstream.ts';

const doc = readFileSync(new URL('../../../docs/connectors.md', import.meta.url), 'utf8');
const example = /```json\n([\s\S]+?)```/.exec(doc)?.[1] ?? '';

const AUTH: Record<SourcePreset['auth']['kind'], string> = { none: 'none', 'optional-key': 'key, optional', key: 'key', oauth: 'OAuth' };
const PUSH = { sse: 'server-sent events', websocket: 'WebSocket', 'long-poll': 'long polling' };

function rowOf(preset: SourcePreset): string[] {
  const { sources } = fillPreset(preset, SAMPLE_VALUES[preset.id] ?? {}, []);
  const push = sources.flatMap((source) => (source.push === undefined ? [] : [PUSH[source.push.kind]]))[0];
  const since = sources.flatMap(({ incremental }) => (incremental === undefined ? [] : [`\`${incremental.param}\``]))[0];
  return [preset.name, AUTH[preset.auth.kind], preset.limits, push ?? 'no', since ?? 'no', preset.verified];
}

/** A table as prettier writes it. */
function table(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const [head = [], ...body] = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

test('the table is that of the registry', () => {
  const head = ['preset', 'auth', 'quota', 'realtime', 'incremental', 'verified how'];
  const written = /<!-- presets -->\n\n([\s\S]*?)\n\n<!-- \/presets -->/.exec(doc)?.[1];
  expect(written).toBe(table([head, ...builtInPresets.map(rowOf)]));
});

test('the example is whole, and takes less than 60 lines', () => {
  expect(example.trim().split('\n').length).toBeLessThan(60);
  const filled = fillPreset(sourcePresetSchema.parse(JSON.parse(example)), { coasts: 'north, baltic', key: 'hush' }, []);
  expect(filled).toMatchObject({ problems: [], dashboards: [{ panels: [{ query: { source: 'tides-north' } }] }] });
  expect(filled.sources.map(({ id, url }) => [id, url])).toEqual([
    ['tides-north', 'https://tides.example.com/v1/coasts/north/levels'],
    ['tides-baltic', 'https://tides.example.com/v1/coasts/baltic/levels'],
  ]);
});

test('the example works against a server that answers as it says', async () => {
  const level = (gauge: number) => ({ gauge, at: '2026-11-20T00:10:00Z', metres: 1.2 });
  const rig = await makeRig({
    handler: (call, response) =>
      call.headers['x-key'] !== 'hush'
        ? json(response, {}, {}, 401)
        : json(response, { data: { levels: [level(call.query.has('after') ? 2 : 1)], next: call.query.has('after') ? null : 'p2' } }),
  });
  const { sources } = fillPreset(sourcePresetSchema.parse(JSON.parse(example)), { coasts: 'north', key: 'hush' }, []);
  const draft = sourceDraftSchema.parse({ ...sources[0], url: `${rig.upstream.url}/v1/coasts/north/levels` });
  await rig.engine.add(draft);
  await rig.engine.refresh('tides-north', 'normal', true);
  expect(Object.keys(storedRecords(rig, 'tides-north')).sort()).toEqual(['1@2026-11-20T00:10:00Z', '2@2026-11-20T00:10:00Z']);
  expect(rig.upstream.calls[1]?.query.toString()).toBe('hours=24&after=p2');
});
