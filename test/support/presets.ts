import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fillPreset } from '../../src-main/presets/fill-preset.ts';
import { builtInPresets } from '../../src-main/presets/registry.ts';
import { RecordReader } from '../../src-main/store/reader.ts';
import {
  type PresetValues,
  type SourceDraft,
  sourceDraftSchema,
  type SourcePreset,
  type SourceStatus,
} from '../../src-preload/contract/index.ts';
import type { Rig } from './engine.ts';
import type { Wire } from './wire.ts';

const folder = fileURLToPath(new URL('../fixtures/presets', import.meta.url));

/** A response in the documented shape of a service, written for these tests. */
export const presetFixture = (name: string): Wire => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));

export function presetOf(id: string): SourcePreset {
  const preset = builtInPresets.find((each) => each.id === id);
  if (preset === undefined) throw new Error(`there is no preset ${id}`);
  return preset;
}

/** What has to be entered for a preset and has no standard value. */
export const SAMPLE_VALUES: Record<string, PresetValues> = {
  feed: { name: 'News', address: 'https://example.com/feed.xml' },
  csv: { name: 'Table', address: 'https://example.com/data.csv' },
  ndjson: { name: 'Lines', address: 'https://example.com/data.ndjson' },
  'local-file': { name: 'File', path: '/home/me/orders.csv' },
  'local-command': { name: 'Program', program: '/usr/local/bin/report' },
  postgresql: { name: 'Orders', database: 'shop', user: 'ada', password: 'hush', query: 'SELECT 1 AS id' },
  'github-releases': { repositories: 'ada/engine' },
  'github-notifications': { token: 'ghp_hush' },
  'n8n-executions': { instances: 'https://n8n.example.com', keys: 'n8n-hush' },
  'statistics-service': { server: 'https://statistics.example.com', key: 'statistics-hush' },
  'events-app': { server: 'https://events.example.com', stream: 'wss://events.example.com', users: 'ada', secrets: 'events-hush' },
  'the-odds-api': { key: 'odds-hush' },
  'strava-activities': { clientId: '12345', clientSecret: 'strava-hush', refreshToken: 'refresh-hush' },
};

/** The sources of a preset, every address of which leads to the upstream of a test, its path as it is. */
export function draftsThrough(url: string, id: string, values: PresetValues = {}): SourceDraft[] {
  const { sources, problems } = fillPreset(presetOf(id), { ...SAMPLE_VALUES[id], ...values }, []);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  const text = JSON.stringify(sources).replace(/("(?:url|tokenUrl)":")https?:\/\/[^/"]+/g, `$1${url}`);
  return (JSON.parse(text) as unknown[]).map((source) => sourceDraftSchema.parse(source));
}

/** Adds the sources of a preset to the engine, refreshes each and waits, as long as no failed call is to be tried again. */
export async function addPreset(rig: Rig, id: string, values: PresetValues = {}, wait = () => rig.idle()): Promise<SourceStatus[]> {
  const ids: string[] = [];
  for (const draft of draftsThrough(rig.upstream.url, id, values)) ids.push((await rig.engine.add(draft)).id);
  for (const each of ids) await rig.engine.refresh(each, 'normal', false);
  await wait();
  return ids.map((each) => rig.engine.source(each));
}

/** What is stored of a source, the fields of each record by its id. */
export function storedRecords(rig: Rig, id: string): Record<string, Wire> {
  const reader = new RecordReader(join(rig.folder, 'freshet.db'));
  const { items } = reader.list({ sourceRow: rig.engine.recordsOf(id).row, limit: 10_000, cursor: undefined, q: undefined });
  reader.close();
  return Object.fromEntries(items.map((item) => [item.id, item.fields as Wire]));
}
