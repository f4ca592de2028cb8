import type { PanelResult, Unit } from '../../../src-preload/contract/index.ts';
import { numberWords, timeWords } from '../../ui/format.ts';
import { numberOf, textOf, timeOf } from './cells.ts';
import { unitWords } from './unit-words.ts';

type ColumnType = PanelResult['columns'][number]['type'];

const anyNumber = new Intl.NumberFormat(undefined, { maximumFractionDigits: 6 });

/** A cell as it is shown in the user's locale; '–' for what is empty. */
export function cellWords(value: unknown, type: ColumnType, unit?: Unit): string {
  if (value === null || value === undefined || value === '') return '–';
  if (type === 'time') {
    const time = timeOf(value);
    return time === null ? textOf(value) : timeWords(new Date(time).toISOString());
  }
  if (type === 'boolean') return numberOf(value) === 0 ? 'no' : 'yes';
  if (typeof value === 'number') {
    if (unit !== undefined && (unit.kind !== 'number' || unit.decimals !== undefined || unit.suffix !== undefined))
      return unitWords(value, unit);
    return Number.isInteger(value) ? numberWords(value) : anyNumber.format(value);
  }
  return textOf(value);
}
