/** The cell that the keyboard is on. Row -1 is the head. */
export interface ActiveCell {
  row: number;
  column: number;
}

export interface GridSize {
  rows: number;
  columns: number;
  /** How many rows a page key moves by. */
  page: number;
}

/** The cell after a key; `null` for keys that do not move. */
export function moveBy(key: string, at: ActiveCell, { rows, columns, page }: GridSize): ActiveCell | null {
  const row = (wanted: number) => ({ ...at, row: Math.max(-1, Math.min(rows - 1, wanted)) });
  const column = (wanted: number) => ({ ...at, column: Math.max(0, Math.min(columns - 1, wanted)) });
  switch (key) {
    case 'ArrowDown':
      return row(at.row + 1);
    case 'ArrowUp':
      return row(at.row - 1);
    case 'PageDown':
      return row(Math.max(0, at.row) + page);
    case 'PageUp':
      return row(Math.max(0, at.row - page));
    case 'Home':
      return row(0);
    case 'End':
      return row(rows - 1);
    case 'ArrowRight':
      return column(at.column + 1);
    case 'ArrowLeft':
      return column(at.column - 1);
    default:
      return null;
  }
}
