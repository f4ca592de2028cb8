import { type FSWatcher, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { findNodeAtLocation, getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { type ConfigFile, type ConfigProblem, configFileSchema } from '../../src-preload/contract/index.ts';
import { schemaProblems } from './schema-issues.ts';

/** What the config file says. `config` is `null` when it does not exist or cannot be used; then `problems` tells why. */
export interface ConfigReading {
  present: boolean;
  config: ConfigFile | null;
  problems: ConfigProblem[];
  /** Makes a problem at a path of the file, such as ['sources', 2, 'url']. */
  problemAt(path: (string | number)[], message: string): ConfigProblem;
}

/** 'sources[2].url' */
function pathWords(path: readonly (string | number)[]): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');
}

const MESSAGES: Partial<Record<ReturnType<typeof printParseErrorCode>, string>> = {
  InvalidSymbol: 'this is not JSON; text needs "double quotes"',
  CommaExpected: 'a comma is missing before this',
  ColonExpected: 'a colon is missing before this',
  PropertyNameExpected: 'a name in "double quotes" is expected here',
  ValueExpected: 'a value is expected here',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  UnexpectedEndOfString: 'a closing " is missing',
  EndOfFileExpected: 'nothing may follow here',
};

function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/** Where a value is, or the nearest thing around it that is there: a missing name is missing from its object. */
function nearestNode(root: Node | undefined, path: readonly (string | number)[]): Node | undefined {
  for (let length = path.length; length >= 0 && root !== undefined; length -= 1) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node !== undefined) return node;
  }
  return root;
}

/** Reads a config file's text: JSON, in which comments and trailing commas are allowed. */
export function readConfig(file: string, text: string): ConfigReading {
  const errors: ParseError[] = [];
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const root = parseTree(body, errors, { allowTrailingComma: true });
  const problemAt: ConfigReading['problemAt'] = (path, message) => {
    const node = nearestNode(root, path);
    return {
      file,
      ...(node === undefined ? { line: null, column: null } : lineAndColumn(body, node.offset)),
      path: pathWords(path),
      message,
    };
  };
  if (body.trim() === '') {
    return {
      present: true,
      config: null,
      problems: [{ file, line: 1, column: 1, path: '', message: 'the file is empty; write at least {}' }],
      problemAt,
    };
  }
  const syntax = errors.map(({ error, offset }): ConfigProblem => {
    const code = printParseErrorCode(error);
    return { file, ...lineAndColumn(body, offset), path: '', message: MESSAGES[code] ?? code };
  });
  if (syntax.length > 0 || root === undefined) return { present: true, config: null, problems: syntax, problemAt };
  const parsed = configFileSchema.safeParse(getNodeValue(root));
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

/** Calls `onChange` after the file was made, changed or removed. Gives a function that ends it. */
export function watchConfig(file: string, onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  // The folder is watched, because saving often replaces the file, which would end a watch on it.
  const watcher: FSWatcher = watch(dirname(file), (_event, name) => {
    if (name !== null && name !== basename(file)) return;
    clearTimeout(timer);
    timer = setTimeout(onChange, SETTLE_MS);
  });
  watcher.on('error', () => watcher.close());
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}
