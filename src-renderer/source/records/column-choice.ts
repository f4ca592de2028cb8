import { MAX_WIDTH, MIN_WIDTH } from './columns.ts';

/** Which columns a user has chosen for a source, and how wide; kept by the browser. */
export interface ColumnChoice {
  /** null: the usual ones. */
  shown: readonly string[] | null;
  widths: Readonly<Record<string, number>>;
}

const keyFor = (sourceId: string) => `freshet.columns.${sourceId}`;
const NOTHING: ColumnChoice = { shown: null, widths: {} };

function readShown(value: unknown): string[] | null {
  return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value : null;
}

function readWidths(value: unknown): Record<string, number> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, number] => typeof entry[1] === 'number' && Number.isFinite(entry[1])),
  );
}

export function readChoice(sourceId: string): ColumnChoice {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyFor(sourceId)) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return NOTHING;
    return { shown: readShown('shown' in kept ? kept.shown : null), widths: readWidths('widths' in kept ? kept.widths : null) };
  } catch {
    return NOTHING;
  }
}

export function keepChoice(sourceId: string, choice: ColumnChoice): void {
  try {
    localStorage.setItem(keyFor(sourceId), JSON.stringify(choice));
  } catch {
    // Without room to keep it, the choice lasts as long as the screen.
  }
}

export function clampWidth(width: number): number {
  return Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)));
}
