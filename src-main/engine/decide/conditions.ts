import type { Validator } from '../../store/validators.ts';

/** The headers that ask whether anything has changed since an answer (RFC 9110, 13.1). */
export function conditions(known: Validator | undefined, method: string): Record<string, string> {
  if (known === undefined || method !== 'GET') return {};
  return {
    ...(known.etag === null ? {} : { 'if-none-match': known.etag }),
    ...(known.lastModified === null ? {} : { 'if-modified-since': known.lastModified }),
  };
}

/** Whether two sources have stored the same answer, so that one condition is right for both. */
export function isSameAnswer(a: Validator | undefined, b: Validator | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.request === b.request && a.bodyHash === b.bodyHash && a.etag === b.etag && a.lastModified === b.lastModified;
}
