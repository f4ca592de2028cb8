/** What a schema says of a value that it does not accept; zod's own kinds of issue, as far as they tell more. */
interface Issue {
  message: string;
  path?: readonly unknown[] | undefined;
  code?: unknown;
  keys?: unknown;
  issues?: unknown;
}

export interface SchemaProblem {
  path: (string | number)[];
  message: string;
}

function stepOf(part: unknown): string | number {
  const key: unknown = typeof part === 'object' && part !== null && 'key' in part ? part.key : part;
  return typeof key === 'number' ? key : String(key);
}

const isIssue = (value: unknown): value is Issue =>
  typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string';

/** The issues of a schema in words, each at the value that it is about. */
export function schemaProblems(issues: readonly Issue[]): SchemaProblem[] {
  return issues.flatMap((issue): SchemaProblem[] => {
    const path = (issue.path ?? []).map(stepOf);
    if (issue.code === 'unrecognized_keys' && Array.isArray(issue.keys)) {
      return issue.keys.map((key) => ({ path: [...path, String(key)], message: `there is no setting "${String(key)}" here` }));
    }
    // Of a name that is not accepted, the inner issue tells why.
    const inner: unknown = issue.code === 'invalid_key' && Array.isArray(issue.issues) ? issue.issues[0] : undefined;
    return [{ path, message: isIssue(inner) ? inner.message : issue.message }];
  });
}
