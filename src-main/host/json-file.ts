import { findNodeAtLocation, getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { ConfigProblem } from '../../src-preload/contract/index.ts';

/** A file that people write by hand: JSON, in which comments and trailing commas are allowed. */
export interface JsonFile {
  /** `undefined` when it cannot be read; then `problems` tells why. */
  value: unknown;
  problems: ConfigProblem[];
  /** Makes a problem at a path of the file, such as ['sources', 2, 'url']. */
  problemAt: (path: (string | number)[], message: string) => ConfigProblem;
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

/** Reads the text of such a file. Mistakes are told with their line. */
export function readJsonFile(file: string, text: string): JsonFile {
  const errors: ParseError[] = [];
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const root = parseTree(body, errors, { allowTrailingComma: true });
  const problemAt: JsonFile['problemAt'] = (path, message) => {
    const node = nearestNode(root, path);
    return {
      file,
      ...(node === undefined ? { line: null, column: null } : lineAndColumn(body, node.offset)),
      path: pathWords(path),
      message,
    };
  };
  if (body.trim() === '') {
    const problem = { file, line: 1, column: 1, path: '', message: 'the file is empty; write at least {}' };
    return { value: undefined, problems: [problem], problemAt };
  }
  const problems = errors.map(({ error, offset }): ConfigProblem => {
    const code = printParseErrorCode(error);
    return { file, ...lineAndColumn(body, offset), path: '', message: MESSAGES[code] ?? code };
  });
  return { value: problems.length > 0 || root === undefined ? undefined : getNodeValue(root), problems, problemAt };
}
