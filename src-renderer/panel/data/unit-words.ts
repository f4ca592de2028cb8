import { durationWords } from '../../../src-preload/contract/index.ts';
import type { Unit } from '../../../src-preload/contract/index.ts';
import { bytesWords } from '../../ui/format.ts';

const formats = new Map<string, Intl.NumberFormat>();

/** Formats are costly to make and few. */
function format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.NumberFormat(undefined, options);
  formats.set(key, known);
  return known;
}

function digits(decimals: number | undefined, otherwise: number): Intl.NumberFormatOptions {
  return decimals === undefined
    ? { maximumFractionDigits: otherwise }
    : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
}

function distanceWords(metres: number, decimals: number | undefined): string {
  return Math.abs(metres) < 1000
    ? format({ style: 'unit', unit: 'meter', ...digits(decimals, 0) }).format(metres)
    : format({ style: 'unit', unit: 'kilometer', ...digits(decimals, 1) }).format(metres / 1000);
}

/** Under a minute, tenths count; a time may also be negative, as a difference is. */
function secondsWords(seconds: number, decimals: number | undefined): string {
  const size = Math.abs(seconds);
  const sign = seconds < 0 ? '−' : '';
  return size < 60 ? `${sign}${format(digits(decimals, size < 10 ? 1 : 0)).format(size)} s` : `${sign}${durationWords(size)}`;
}

/** A number as its unit is written. A percentage is a share, 0.5 for 50 %; distances are in metres, times in seconds. */
export function unitWords(value: number, unit: Unit): string {
  const suffix = unit.suffix === undefined || unit.suffix === '' ? '' : ` ${unit.suffix}`;
  switch (unit.kind) {
    case 'percent':
      return format({ style: 'percent', ...digits(unit.decimals, 1) }).format(value) + suffix;
    case 'currency':
      return unit.currency === undefined
        ? format(digits(unit.decimals, 2)).format(value) + suffix
        : format({
            style: 'currency',
            currency: unit.currency,
            ...(unit.decimals === undefined ? {} : digits(unit.decimals, 2)),
          }).format(value) + suffix;
    case 'bytes':
      return (value < 0 ? '−' : '') + bytesWords(Math.abs(value)) + suffix;
    case 'seconds':
      return secondsWords(value, unit.decimals) + suffix;
    case 'distance':
      return distanceWords(value, unit.decimals) + suffix;
    case 'number':
      return format(digits(unit.decimals, Math.abs(value) < 1 ? 4 : 2)).format(value) + suffix;
  }
}

/** Short, for the scale of a chart: '1.2K', '40%', '3 h'. */
export function scaleWords(value: number, unit: Unit): string {
  switch (unit.kind) {
    case 'number':
      return format({ notation: 'compact', maximumFractionDigits: 2 }).format(value);
    case 'currency':
      return unit.currency === undefined
        ? format({ notation: 'compact', maximumFractionDigits: 2 }).format(value)
        : format({ style: 'currency', currency: unit.currency, notation: 'compact', maximumFractionDigits: 2 }).format(value);
    default: {
      const { suffix: _suffix, ...bare } = unit;
      return unitWords(value, bare);
    }
  }
}
