import { ORPCError } from '@orpc/client';

export interface Problem {
  /** Which value, for example `headers.X` or `paging.size`. */
  path: string;
  message: string;
}

/** A failed call in words for the screen. */
export interface Explained {
  message: string;
  advice: string;
  problems: Problem[];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

const asText = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

function problemsIn(data: Record<string, unknown>): Problem[] {
  const list = Array.isArray(data['problems']) ? data['problems'] : Array.isArray(data['issues']) ? data['issues'] : [];
  return list.filter(isObject).map((item) => ({
    path: Array.isArray(item['path']) ? item['path'].join('.') : asText(item['path'], ''),
    message: asText(item['message'], 'not accepted'),
  }));
}

/** What went wrong, what to do, and which values are concerned. */
export function explain(error: unknown): Explained {
  if (error instanceof ORPCError) {
    const data: unknown = error.data;
    const known = isObject(data) ? data : {};
    return {
      message: error.message,
      advice: typeof known['advice'] === 'string' ? known['advice'] : '',
      problems: problemsIn(known),
    };
  }
  return { message: error instanceof Error ? error.message : String(error), advice: '', problems: [] };
}

/** Whether a call was given up on purpose. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
