import { textOf } from './cells.ts';
import type { PanelRows } from './cells.ts';

/** Excel and others run what begins like a formula; a text that does is marked as one. Numbers stay numbers. */
function csvCell(value: unknown): string {
  const text = textOf(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The rows as CSV (RFC 4180) with a line of names. */
export function csvOf({ columns, rows }: PanelRows): string {
  const lines = [columns.map(({ name }) => name), ...rows].map((row) => row.map(csvCell).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

/** The rows as a JSON array of objects. */
export function jsonOf({ columns, rows }: PanelRows): string {
  const objects = rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])));
  return `${JSON.stringify(objects, null, 2)}\n`;
}
