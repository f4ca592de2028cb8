/** What presets write their panels with. */

/** Within `:from` and `:to`, a length of time that makes some twenty to forty steps. */
export const GRAIN = `CASE WHEN :to - :from <= 32400000 THEN 'quarter-hour' WHEN :to - :from <= 259200000 THEN 'hour' ELSE 'day' END`;

/** `place`: x, y, width and height on the grid. */
export function sqlPanel(
  id: string,
  title: string,
  [x, y, width, height]: readonly [number, number, number, number],
  show: Record<string, unknown>,
  sql: string,
  about = '',
): Record<string, unknown> {
  return { id, title, about, query: { kind: 'sql', sql }, show, place: { x, y, width, height } };
}
