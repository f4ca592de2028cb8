/** Why something that was asked for is not done. The message says what was wrong, the advice what to do. */
export class Problem extends Error {
  readonly code: 'NOT_FOUND' | 'CONFLICT' | 'UNPROCESSABLE' | 'FORBIDDEN';
  readonly advice: string;
  /** Which values were not accepted, for UNPROCESSABLE. */
  readonly problems: { path: string; message: string }[];

  constructor(code: Problem['code'], message: string, advice: string, problems: Problem['problems'] = []) {
    super(message);
    this.name = 'Problem';
    this.code = code;
    this.advice = advice;
    this.problems = problems;
  }
}

export const noSuchRecord = (id: string, recordId: string): Problem =>
  new Problem('NOT_FOUND', `There is no record "${recordId}" in "${id}".`, 'GET /api/v1/sources/{id}/records lists those that there are.');

/** `reachMs`: the earliest moment that can be asked for, milliseconds since the epoch. */
export function outOfReach(reachMs: number): Problem {
  const reach = new Date(reachMs).toISOString();
  return new Problem('UNPROCESSABLE', `The log of changes reaches back to ${reach}.`, 'Ask for that moment or a later one.', [
    { path: 'asOf', message: `not before ${reach}` },
  ]);
}
