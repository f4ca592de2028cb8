/** Why something that was asked of a dashboard is not done. The message says what was wrong, the advice what to do. */
export class ViewError extends Error {
  override name = 'ViewError';
  readonly code: 'NOT_FOUND' | 'CONFLICT' | 'UNPROCESSABLE';
  readonly advice: string;

  constructor(code: ViewError['code'], message: string, advice: string) {
    super(message);
    this.code = code;
    this.advice = advice;
  }
}
