import { ORPCError, ValidationError } from '@orpc/server';
import { Problem } from '../engine/calls/problem.ts';
import { QueryTimeout } from '../store/query-limit.ts';
import { storeFailure } from '../store/store-failure.ts';
import { schemaProblems } from '../../src-preload/contract/index.ts';
import { QueryError } from '../views/query-pool.ts';
import { ViewError } from '../views/view-error.ts';

/** What the caller is told of an error: its own mistakes, and ours, in words. */
export function asCallError(error: unknown, report: (error: unknown) => void): unknown {
  if (error instanceof Problem) {
    const data = error.code === 'UNPROCESSABLE' ? { advice: error.advice, problems: error.problems } : { advice: error.advice };
    const status = { NOT_FOUND: 404, CONFLICT: 409, UNPROCESSABLE: 422, FORBIDDEN: 403 }[error.code];
    return new ORPCError(error.code, { status, message: error.message, data });
  }
  if (error instanceof ViewError) {
    const data = error.code === 'UNPROCESSABLE' ? { advice: error.advice, problems: [] } : { advice: error.advice };
    return new ORPCError(error.code, {
      status: { NOT_FOUND: 404, CONFLICT: 409, UNPROCESSABLE: 422 }[error.code],
      message: error.message,
      data,
    });
  }
  if (error instanceof QueryError)
    return new ORPCError('TIMEOUT', { status: 503, message: error.message, data: { advice: error.failure.advice } });
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError) {
    const problems = schemaProblems(error.cause.issues).map(({ path, message }) => ({ path: path.join('.'), message }));
    const first = problems[0];
    const message =
      first === undefined
        ? 'The values are not accepted.'
        : `${first.path === '' ? '' : `${first.path}: `}${first.message}${problems.length > 1 ? `, and ${problems.length - 1} more` : ''}`;
    return new ORPCError('UNPROCESSABLE', {
      status: 422,
      message,
      data: { advice: 'Correct what the problems say and try again.', problems },
    });
  }
  if (error instanceof ORPCError) return error;
  if (error instanceof QueryTimeout)
    return new ORPCError('TIMEOUT', { status: 503, message: error.message, data: { advice: error.advice } });
  report(error);
  const failure = storeFailure(error);
  const message = failure?.message ?? `Freshet failed at this: ${error instanceof Error ? error.message : String(error)}`;
  const data = { advice: failure?.advice ?? 'Please report this; freshet.log in the data folder tells more.' };
  return new ORPCError('INTERNAL_SERVER_ERROR', { status: 500, message, data });
}
