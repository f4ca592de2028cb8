import { type FSWatcher, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { type ConfigFile, type ConfigProblem, configFileSchema, schemaProblems } from '../../src-preload/contract/index.ts';
import { readJsonFile } from './json-file.ts';

/** What the config file says. `config` is `null` when it does not exist or cannot be used; then `problems` tells why. */
export interface ConfigReading {
  present: boolean;
  config: ConfigFile | null;
  problems: ConfigProblem[];
  /** Makes a problem at a path of the file, such as ['sources', 2, 'url']. */
  problemAt: (path: (string | number)[], message: string) => ConfigProblem;
}

/** Reads a config file's text: JSON, in which comments and trailing commas are allowed. */
export function readConfig(file: string, text: string): ConfigReading {
  const { value, problems: syntax, problemAt } = readJsonFile(file, text);
  if (syntax.length > 0) return { present: true, config: null, problems: syntax, problemAt };
  const parsed = configFileSchema.safeParse(value);
  if (!parsed.success) {
    const problems = schemaProblems(parsed.error.issues).map(({ path, message }) => problemAt(path, message));
    return { present: true, config: null, problems, problemAt };
  }
  const seen = new Map<string, number>();
  const problems = parsed.data.sources.flatMap((source, index) => {
    const first = seen.get(source.id);
    seen.set(source.id, first ?? index);
    return first === undefined ? [] : [problemAt(['sources', index, 'id'], `the id "${source.id}" is that of sources[${first}] already`)];
  });
  return { present: true, config: problems.length > 0 ? null : parsed.data, problems, problemAt };
}

/** Reads the config file from disk. A file that does not exist is an empty config. */
export async function loadConfig(file: string): Promise<ConfigReading> {
  try {
    return readConfig(file, await readFile(file, 'utf8'));
  } catch (error) {
    const problem = (message: string): ConfigProblem => ({ file, line: null, column: null, path: '', message });
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT')
      return { present: false, config: configFileSchema.parse({}), problems: [], problemAt: (_path, words) => problem(words) };
    return {
      present: true,
      config: null,
      problems: [problem(`the file cannot be read: ${message}`)],
      problemAt: (_path, words) => problem(words),
    };
  }
}

/** Editors save in several steps; what counts is how the file is when they are done. */
const SETTLE_MS = 100;

function watchPlace(folder: string, concerns: (name: string) => boolean, onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watcher: FSWatcher = watch(folder, (_event, name) => {
    if (name !== null && !concerns(name)) return;
    clearTimeout(timer);
    timer = setTimeout(onChange, SETTLE_MS);
  });
  watcher.on('error', () => watcher.close());
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}

/**
 * Calls `onChange` after the file was made, changed or removed. Gives a function that ends it. The folder is watched,
 * because saving often replaces the file, which would end a watch on it.
 */
export function watchConfig(file: string, onChange: () => void): () => void {
  return watchPlace(dirname(file), (name) => name === basename(file), onChange);
}

/** Calls `onChange` after a JSON file in the folder was made, changed or removed. Gives a function that ends it. */
export function watchFolder(folder: string, onChange: () => void): () => void {
  return watchPlace(folder, (name) => name.endsWith('.json'), onChange);
}
