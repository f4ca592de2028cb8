import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type ConfigProblem,
  type DashboardDraft,
  type DashboardSummary,
  type FilledPreset,
  type PresetValues,
  schemaProblems,
  type SourcePreset,
  sourcePresetSchema,
  type SourceStatus,
} from '../../src-preload/contract/index.ts';
import { Problem } from '../engine/calls/problem.ts';
import type { Engine } from '../engine/engine.ts';
import { fillPreset } from '../presets/fill-preset.ts';
import { builtInPresets } from '../presets/registry.ts';
import { readJsonFile } from './json-file.ts';

/** A preset by its id, or one that was brought along. */
export interface PresetUse {
  id?: string | undefined;
  preset?: SourcePreset | undefined;
  values: PresetValues;
}

interface Shelf {
  items: SourcePreset[];
  problems: ConfigProblem[];
}

/** Makes the dashboards of a preset; one whose id is taken gets another. */
export type MakeDashboards = (drafts: DashboardDraft[]) => DashboardSummary[];

/** The presets that come with Freshet and those that lie in the data folder, and what is done with them. */
export class PresetShelf {
  readonly #folder: string;
  readonly #engine: Pick<Engine, 'sources' | 'add' | 'remove'>;
  readonly #makeDashboards: MakeDashboards;

  /** `folder` need not exist. */
  constructor(folder: string, engine: Pick<Engine, 'sources' | 'add' | 'remove'>, makeDashboards: MakeDashboards) {
    this.#folder = folder;
    this.#engine = engine;
    this.#makeDashboards = makeDashboards;
  }

  /** All presets as they are now: files are read each time, so that one that was just saved is there. */
  async list(): Promise<Shelf & { folder: string }> {
    const own = await this.#own();
    const ids = new Set(own.items.map(({ id }) => id));
    return { items: [...builtInPresets.filter(({ id }) => !ids.has(id)), ...own.items], problems: own.problems, folder: this.#folder };
  }

  /** What a preset gives. Throws `Problem` when there is no such preset. */
  async fill(use: PresetUse): Promise<FilledPreset> {
    const taken = this.#engine.sources().map(({ id }) => id);
    return fillPreset(await this.#find(use), use.values, taken);
  }

  /** Adds all sources of a preset, or none. Throws `Problem`. */
  async add(use: PresetUse): Promise<{ sources: SourceStatus[]; dashboards: DashboardSummary[] }> {
    const { sources: drafts, dashboards, problems } = await this.fill(use);
    const first = problems[0];
    if (first !== undefined) throw new Problem('UNPROCESSABLE', first.message, 'Correct what the problems say and try again.', problems);
    const added: SourceStatus[] = [];
    try {
      for (const draft of drafts) added.push(await this.#engine.add(draft));
    } catch (error) {
      for (const { id } of added) await this.#engine.remove(id);
      throw error;
    }
    return { sources: added, dashboards: this.#makeDashboards(dashboards) };
  }

  async #find({ id, preset }: PresetUse): Promise<SourcePreset> {
    if (preset !== undefined) return preset;
    const found = (await this.list()).items.find((each) => each.id === id);
    if (found !== undefined) return found;
    const message = id === undefined ? 'No preset is named.' : `There is no preset "${id}".`;
    throw new Problem('NOT_FOUND', message, 'GET /api/v1/presets lists those that there are.');
  }

  async #own(): Promise<Shelf> {
    const shelf: Shelf = { items: [], problems: [] };
    const files = await this.#files(shelf.problems);
    for (const file of files) {
      const read = await readPreset(file);
      if ('problems' in read) shelf.problems.push(...read.problems);
      else if (shelf.items.some(({ id }) => id === read.preset.id))
        shelf.problems.push({ file, line: null, column: null, path: 'id', message: `another file has a preset "${read.preset.id}"` });
      else shelf.items.push(read.preset);
    }
    return shelf;
  }

  async #files(problems: ConfigProblem[]): Promise<string[]> {
    try {
      // Made here, so that somebody who looks for the place finds it.
      await mkdir(this.#folder, { recursive: true });
      const names = await readdir(this.#folder);
      return names
        .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
        .sort()
        .map((name) => join(this.#folder, name));
    } catch (error) {
      const message = `the folder cannot be read: ${error instanceof Error ? error.message : String(error)}`;
      problems.push({ file: this.#folder, line: null, column: null, path: '', message });
      return [];
    }
  }
}

async function readPreset(file: string): Promise<{ preset: SourcePreset } | { problems: ConfigProblem[] }> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const message = `the file cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    return { problems: [{ file, line: null, column: null, path: '', message }] };
  }
  const { value, problems, problemAt } = readJsonFile(file, text);
  if (problems.length > 0) return { problems };
  const parsed = sourcePresetSchema.safeParse(value);
  if (!parsed.success) return { problems: schemaProblems(parsed.error.issues).map(({ path, message }) => problemAt(path, message)) };
  return { preset: parsed.data };
}
