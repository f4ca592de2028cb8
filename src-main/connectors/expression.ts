import jsonata from 'jsonata';
import { readPath } from '../../src-preload/contract/index.ts';
import { polylineBounds } from './polyline-bounds.ts';

/** One evaluation may take this many steps and nest this deep; a runaway expression would otherwise stop the engine. */
const MOST_STEPS = 5_000_000;
const DEEPEST = 200;

const PLAIN_PATH = /^[A-Za-z_$@][\w$@-]*(\.[A-Za-z_$@][\w$@-]*)*$/;

/** A path or expression that is not valid, or that failed on a value. The message says where. */
export class ExpressionError extends Error {
  readonly expression: string;
  constructor(expression: string, message: string) {
    super(message);
    this.name = 'ExpressionError';
    this.expression = expression;
  }
}

/** A compiled path or expression. Gives `undefined` where there is nothing; a promise where jsonata is needed. */
export type Evaluate = (value: unknown) => unknown;

function jsonataMessage(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error) {
    const position = 'position' in error && typeof error.position === 'number' ? ` (at character ${error.position})` : '';
    return `${String(error.message)}${position}`;
  }
  return String(error);
}

function compileJsonata(text: string): Evaluate {
  let compiled: jsonata.Expression;
  try {
    compiled = jsonata(text);
  } catch (error) {
    throw new ExpressionError(text, `"${text}" is not a valid path or JSONata expression: ${jsonataMessage(error)}`);
  }
  compiled.registerFunction('polylineBounds', polylineBounds);
  let steps = 0;
  let depth = 0;
  const guard = (deeper: number) => {
    depth += deeper;
    steps += 1;
    if (depth > DEEPEST || steps > MOST_STEPS) throw new ExpressionError(text, `"${text}" does not come to an end; simplify it`);
  };
  // The hooks that jsonata calls around every step, and the only way to stop an evaluation from within.
  compiled.assign(Symbol.for('jsonata.__evaluate_entry') as unknown as string, () => guard(1));
  compiled.assign(Symbol.for('jsonata.__evaluate_exit') as unknown as string, () => guard(-1));
  return async (value) => {
    steps = 0;
    depth = 0;
    try {
      const result: unknown = await compiled.evaluate(value);
      // jsonata marks its sequences with extra properties; a copy is a plain array.
      return Array.isArray(result) ? (result as unknown[]).slice() : result;
    } catch (error) {
      if (error instanceof ExpressionError) throw error;
      throw new ExpressionError(text, `"${text}" failed: ${jsonataMessage(error)}`);
    }
  };
}

/**
 * Compiles a path (`data.items`) or a JSONata expression; the empty text stands for the value itself.
 * Plain paths are walked without jsonata, some hundred times faster. Throws `ExpressionError` when it cannot be read.
 */
export function compileExpression(text: string): Evaluate {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === '$') return (value) => value;
  if (!PLAIN_PATH.test(trimmed) || trimmed.startsWith('$')) return compileJsonata(trimmed);
  const isName = !trimmed.includes('.');
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    if (isName) return Object.hasOwn(value, trimmed) ? (value as Record<string, unknown>)[trimmed] : undefined;
    return readPath(value as Record<string, unknown>, trimmed).value;
  };
}
