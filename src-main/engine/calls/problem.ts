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
