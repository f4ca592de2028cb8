import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ConfigProblem, schemaProblems, type SourceConfig, sourceConfigSchema } from '../../src-preload/contract/index.ts';
import type { ConfigReading } from './config-file.ts';
import { readJsonFile } from './json-file.ts';

/** A source as a file defines it, and where in the file it stands. */
export interface DefinedSource {
  config: SourceConfig;
  path: (string | number)[];
}

/** What a file with sources says. `sources` is `null` when it cannot be used; then `problems` tells why. */
export interface SourcesReading {
  file: string;
  sources: DefinedSource[] | null;
  problems: ConfigProblem[];
  problemAt: ConfigReading['problemAt'];
}

/** Reads the text of a source file: one source, or a list of them. */
export function readSourceFile(file: string, text: string): SourcesReading {
  const { value, problems, problemAt } = readJsonFile(file, text);
  if (problems.length > 0) return { file, sources: null, problems, problemAt };
  const entries: DefinedSource['path'][] = Array.isArray(value) ? value.map((_each, index) => [index]) : [[]];
  const sources: DefinedSource[] = [];
  for (const path of entries) {
    const parsed = sourceConfigSchema.safeParse(Array.isArray(value) ? value[Number(path[0])] : value);
    if (parsed.success) sources.push({ config: parsed.data, path });
    else problems.push(...schemaProblems(parsed.error.issues).map((issue) => problemAt([...path, ...issue.path], issue.message)));
  }
  return { file, sources: problems.length > 0 ? null : sources, problems, problemAt };
}

function unreadable(file: string, what: string, error: unknown): SourcesReading {
  const problemAt: ConfigReading['problemAt'] = (_path, message) => ({ file, line: null, column: null, path: '', message });
  const message = `${what} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  return { file, sources: null, problems: [problemAt([], message)], problemAt };
}

/** Reads every `.json` file of a folder, in the order of their names. The folder is made if it is not there. */
export async function loadSourceFiles(folder: string): Promise<SourcesReading[]> {
  let names: string[];
  try {
    await mkdir(folder, { recursive: true });
    names = (await readdir(folder)).filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort();
  } catch (error) {
    return [unreadable(folder, 'the folder', error)];
  }
  return Promise.all(
    names.map(async (name) => {
      const file = join(folder, name);
      try {
        return readSourceFile(file, await readFile(file, 'utf8'));
      } catch (error) {
        return unreadable(file, 'the file', error);
      }
    }),
  );
}

/** What the config file says, in the same form. */
export function asSourcesReading(file: string, { config, problems, problemAt }: ConfigReading): SourcesReading {
  return {
    file,
    sources: config?.sources.map((source, index) => ({ config: source, path: ['sources', index] })) ?? null,
    problems,
    problemAt,
  };
}
