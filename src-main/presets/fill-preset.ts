import {
  type DashboardDraft,
  dashboardDraftSchema,
  type FilledPreset,
  type PresetValues,
  schemaProblems,
  slugOf,
  type SourceDraft,
  sourceDraftSchema,
  type SourcePreset,
} from '../../src-preload/contract/index.ts';
import { fillTemplate } from './fill-template.ts';
import { idsSql, recordsSql } from './records-sql.ts';
import { type Filling, readValues, roundsOf } from './values.ts';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function freeId(wanted: string, taken: Set<string>): string {
  let free = wanted;
  for (let number = 2; taken.has(free); number += 1) free = `${wanted.slice(0, 58)}-${number}`;
  taken.add(free);
  return free;
}

/**
 * The sources and dashboards of a preset with some values. Pure. `taken`: ids of sources that are there already; where a
 * template asks for one of them, its source gets the next that is free. Problems are told by path: `values.<parameter>`
 * for what was entered, `sources.<n>.…` and `dashboards.<n>.…` for what came of it.
 */
export function fillPreset(preset: SourcePreset, values: PresetValues, taken: Iterable<string>): FilledPreset {
  const { said, problems: found } = readValues(preset, values);
  const problems = [...found];
  const secrets = new Set(preset.parameters.filter(({ kind }) => kind === 'secret').map(({ name }) => name));
  // Until every value is right, what would be said of the sources would say the same in other words.
  if (problems.length > 0) return { sources: [], dashboards: [], problems };
  const ids = new Set(taken);
  const sources: SourceDraft[] = [];
  const idsByKey = new Map<string, string[]>();
  let position = -1;
  for (const { key, repeat, source } of preset.sources) {
    const { rounds, problem } = roundsOf(said, repeat);
    if (problem !== null) problems.push({ path: `values.${repeat[0] ?? ''}`, message: problem });
    for (const round of rounds) {
      position += 1;
      const at = `sources.${position}`;
      const filled = fillTemplate(source, { values: round, secrets, keepsUnknown: false }, false);
      problems.push(...filled.problems.map(({ path, message }) => ({ path: `${at}.${path}`, message })));
      const draft = isObject(filled.value) ? filled.value : {};
      const name = typeof draft['name'] === 'string' ? draft['name'] : preset.name;
      const wanted = slugOf(typeof draft['id'] === 'string' ? draft['id'] : name);
      const parsed = sourceDraftSchema.safeParse({ ...draft, name, id: freeId(wanted, ids) });
      if (!parsed.success) {
        problems.push(...schemaProblems(parsed.error.issues).map(({ path, message }) => ({ path: [at, ...path].join('.'), message })));
        continue;
      }
      sources.push(parsed.data);
      if (parsed.data.id !== undefined) idsByKey.set(key, [...(idsByKey.get(key) ?? []), parsed.data.id]);
    }
  }
  return { sources, dashboards: fillDashboards(preset, roundsOf(said, []).rounds[0] ?? new Map(), idsByKey, secrets, problems), problems };
}

/** The dashboards of a preset, with its standard values, over sources that are there. `sources`: ids by the key of the source. */
export function dashboardsOver(preset: SourcePreset, sources: ReadonlyMap<string, readonly string[]>): DashboardDraft[] {
  const values = roundsOf(readValues(preset, {}).said, []).rounds[0] ?? new Map<string, Filling>();
  return fillDashboards(preset, values, sources, new Set(), []);
}

function fillDashboards(
  preset: SourcePreset,
  values: ReadonlyMap<string, Filling>,
  idsByKey: ReadonlyMap<string, readonly string[]>,
  secrets: ReadonlySet<string>,
  problems: FilledPreset['problems'],
): DashboardDraft[] {
  const ids = [...idsByKey].map(([key, [first]]): [string, Filling] => [`source.${key}`, first]);
  const sql = new Map(
    preset.sources.flatMap(({ key }) => {
      const own = idsByKey.get(key) ?? [];
      return [[`records.${key}`, recordsSql(own)] as const, [`ids.${key}`, idsSql(own)] as const];
    }),
  );
  return preset.dashboards.flatMap((template, index) => {
    const at = `dashboards.${index}`;
    const filled = fillTemplate(template, { values: new Map([...values, ...ids]), secrets, sql, keepsUnknown: true }, true);
    problems.push(...filled.problems.map(({ path, message }) => ({ path: `${at}.${path}`, message })));
    const parsed = dashboardDraftSchema.safeParse(filled.value);
    if (parsed.success) return [parsed.data];
    problems.push(...schemaProblems(parsed.error.issues).map(({ path, message }) => ({ path: [at, ...path].join('.'), message })));
    return [];
  });
}
