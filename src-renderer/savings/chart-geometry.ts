import type { ShownDay } from './savings-days.ts';

/** Lengths in CSS pixels. */
export interface ChartSize {
  width: number;
  height: number;
  /** Room for the numbers of the scale. */
  left: number;
}

interface Piece {
  y: number;
  height: number;
}

/** The calls of one day: those that were answered 'not modified' stand on the others. */
interface Bar {
  x: number;
  width: number;
  brought: Piece;
  notModified: Piece;
}

export interface ChartGeometry {
  top: number;
  /** Where no calls are. */
  base: number;
  right: number;
  /** The scale, from 0 upwards. */
  scale: { value: number; y: number }[];
  /** The strip of each day, for pointing at it. */
  slots: { x: number; width: number }[];
  /** `null` for days without numbers. */
  bars: (Bar | null)[];
  /** Outline of fixed polling, broken where nothing was counted; '' where there is none. */
  outline: string;
  /** Stretches without numbers after the first. */
  gaps: { x: number; width: number }[];
  /** Days in which the quota refused calls. */
  refusals: { day: string; x: number; y: number }[];
  /** Days that are named under the chart. */
  names: { day: string; x: number; anchor: 'start' | 'middle' | 'end' }[];
}

const TOP = 8;
/** Under the bars: a line for refusals, and one for the names of days. */
const REFUSALS = 16;
const NAMES = 20;
const RIGHT = 8;
const WIDEST_BAR = 32;
/** A day with a call is never without a bar. */
const LEAST_HEIGHT = 2;
const NAME_WIDTH = 80;
const MOST_STEPS = 4;

/** The top of a scale that holds `most`, and its steps: 1, 2 or 5 times a power of ten, whole numbers only. */
export function scaleFor(most: number): number[] {
  const wished = Math.max(1, most) / MOST_STEPS;
  const power = 10 ** Math.floor(Math.log10(wished));
  const step = Math.max(1, [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= wished) ?? wished);
  return Array.from({ length: Math.ceil(Math.max(1, most) / step) + 1 }, (_, index) => index * step);
}

/** The most calls of a day, those of fixed polling among them if they are drawn. */
export function mostCalls(days: readonly ShownDay[], withFixed: boolean): number {
  return Math.max(1, ...days.map(({ counted }) => Math.max(counted?.calls ?? 0, withFixed ? (counted?.fixedCalls ?? 0) : 0)));
}

const round = (n: number) => Math.round(n * 10) / 10;

function barOf({ counted }: ShownDay, slot: { x: number; width: number }, base: number, yOf: (value: number) => number): Bar | null {
  if (counted === null) return null;
  const width = Math.max(1, Math.min(WIDEST_BAR, slot.width * 0.7));
  const height = counted.calls === 0 ? 0 : Math.max(LEAST_HEIGHT, base - yOf(counted.calls));
  const notModified = counted.calls === 0 ? 0 : (height * counted.notModified) / counted.calls;
  return {
    x: round(slot.x + (slot.width - width) / 2),
    width: round(width),
    brought: { y: round(base - height + notModified), height: round(height - notModified) },
    notModified: { y: round(base - height), height: round(notModified) },
  };
}

/** A skyline over the days that were compared. */
function outlineOf(
  days: readonly ShownDay[],
  slots: readonly { x: number; width: number }[],
  base: number,
  yOf: (value: number) => number,
) {
  let path = '';
  let open = false;
  for (const [index, { counted }] of days.entries()) {
    const slot = slots[index];
    if (slot === undefined) break;
    if (counted === null || counted.compared === 0) {
      if (open) path += `V${base}`;
      open = false;
      continue;
    }
    const y = round(yOf(counted.fixedCalls));
    path += `${open ? '' : `M${round(slot.x)} ${base}`}V${y}H${round(slot.x + slot.width)}`;
    open = true;
  }
  return open ? `${path}V${base}` : path;
}

function gapsOf(days: readonly ShownDay[], slots: readonly { x: number; width: number }[]) {
  const gaps: { x: number; width: number }[] = [];
  let before = false;
  let begun = false;
  for (const [index, { counted }] of days.entries()) {
    const slot = slots[index];
    if (slot === undefined) break;
    const last = gaps.at(-1);
    begun ||= counted !== null;
    if (!begun) continue;
    if (counted === null && before && last !== undefined) last.width += slot.width;
    else if (counted === null) gaps.push({ ...slot });
    before = counted === null;
  }
  return gaps;
}

/** Names as many days as there is room for, today always. */
function namesOf(days: readonly ShownDay[], slots: readonly { x: number; width: number }[], right: number) {
  const every = Math.max(1, Math.ceil(NAME_WIDTH / Math.max(1, slots[0]?.width ?? 1)));
  return days.flatMap(({ day }, index) => {
    const slot = slots[index];
    if (slot === undefined || (days.length - 1 - index) % every !== 0) return [];
    const x = slot.x + slot.width / 2;
    const anchor = x + NAME_WIDTH / 2 > right ? ('end' as const) : ('middle' as const);
    return [{ day, x: round(anchor === 'end' ? right : x), anchor }];
  });
}

/** Where everything of the chart goes. `withFixed`: the scale holds fixed polling, which is drawn. */
export function chartGeometry(days: readonly ShownDay[], { width, height, left }: ChartSize, withFixed: boolean): ChartGeometry {
  const right = Math.max(left + 1, width - RIGHT);
  const base = height - REFUSALS - NAMES;
  const values = scaleFor(mostCalls(days, withFixed));
  const highest = values.at(-1) ?? 1;
  const yOf = (value: number) => base - (value / highest) * (base - TOP);
  const slotWidth = (right - left) / Math.max(1, days.length);
  const slots = days.map((_, index) => ({ x: left + index * slotWidth, width: slotWidth }));
  return {
    top: TOP,
    base,
    right,
    scale: values.map((value) => ({ value, y: round(yOf(value)) })),
    slots,
    bars: days.map((day, index) => barOf(day, slots[index] ?? { x: left, width: slotWidth }, base, yOf)),
    outline: withFixed ? outlineOf(days, slots, base, yOf) : '',
    gaps: gapsOf(days, slots),
    refusals: days.flatMap(({ day, counted }, index) => {
      const slot = slots[index];
      if (slot === undefined || counted === null || counted.refused === 0) return [];
      return [{ day, x: round(slot.x + slot.width / 2), y: base + REFUSALS / 2 }];
    }),
    names: namesOf(days, slots, right),
  };
}
