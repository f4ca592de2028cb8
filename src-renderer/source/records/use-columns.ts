import { useMemo, useState } from 'react';
import type { SourceStatus } from '../../../src-preload/contract/index.ts';
import { clampWidth, keepChoice, readChoice } from './column-choice.ts';
import type { ColumnChoice } from './column-choice.ts';
import { allColumns, columnsAtFirst, widthAtFirst } from './columns.ts';

/** A column where it stands on the screen. */
export interface PlacedColumn {
  key: string;
  left: number;
  width: number;
}

export interface Columns {
  all: readonly string[];
  shown: readonly PlacedColumn[];
  totalWidth: number;
  toggle: (key: string) => void;
  reset: () => void;
  resize: (key: string, width: number) => void;
}

function place(keys: readonly string[], widths: Readonly<Record<string, number>>): PlacedColumn[] {
  let left = 0;
  return keys.map((key) => {
    const width = (Object.hasOwn(widths, key) ? widths[key] : undefined) ?? widthAtFirst(key);
    const column = { key, left, width };
    left += width;
    return column;
  });
}

/** The columns of one source's records as the user chose them. */
export function useColumns(source: SourceStatus): Columns {
  const { id } = source;
  const [choice, setChoice] = useState(() => readChoice(id));
  const change = (part: Partial<ColumnChoice>) => {
    const next = { ...choice, ...part };
    setChoice(next);
    keepChoice(id, next);
  };
  const all = useMemo(() => allColumns(source), [source]);
  const keys = useMemo(() => {
    const wanted = new Set(choice.shown ?? columnsAtFirst(source));
    return all.filter((key) => wanted.has(key));
  }, [all, choice.shown, source]);
  const shown = useMemo(() => place(keys, choice.widths), [keys, choice.widths]);
  const last = shown.at(-1);
  return {
    all,
    shown,
    totalWidth: last === undefined ? 0 : last.left + last.width,
    toggle: (key) => {
      const without = keys.filter((each) => each !== key);
      // A table without columns could not be brought back from its own head.
      if (without.length > 0) change({ shown: without.length < keys.length ? without : [...keys, key] });
    },
    reset: () => change({ shown: null, widths: {} }),
    resize: (key, width) => change({ widths: { ...choice.widths, [key]: clampWidth(width) } }),
  };
}
