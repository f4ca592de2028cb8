import type { AlertCondition, AlertSubject, FreshnessState } from '../../../src-preload/contract/index.ts';

/** What an alert found: what its subject holds, and how old that is. Moments are milliseconds since the epoch. */
export interface Reading {
  at: number;
  /** What is compared; `null` where there is nothing to read. */
  value: number | string | null;
  /** Whether the condition holds; `null` where that cannot be told. */
  holds: boolean | null;
  /** When the oldest of the sources that were read was checked; `null`: never, or none is read. */
  dataAt: number | null;
  /** Whether that is longer ago than the rule of its source allows. */
  isStale: boolean;
  /** When time alone makes it hold, milliseconds since the epoch; `Infinity`: never. */
  turnsAt: number;
  /** Why nothing could be read. */
  problem: string | null;
}

/** The rows of a panel. */
export interface Rows {
  columns: readonly { name: string; type: string }[];
  rows: readonly (readonly unknown[])[];
}

/** How old the data of a panel or a source are, and in what states its sources are. */
export interface Ages {
  dataAt: number | null;
  isStale: boolean;
  states: readonly FreshnessState[];
  /** When time alone makes one of the states another, milliseconds since the epoch; left out: never. */
  turnsAt?: number;
}

const isValue = (value: unknown): value is number | string => typeof value === 'number' || typeof value === 'string';

function compares(condition: AlertCondition, value: number | string): boolean {
  switch (condition.is) {
    case 'above':
      return Number(value) > condition.value;
    case 'at-least':
      return Number(value) >= condition.value;
    case 'below':
      return Number(value) < condition.value;
    case 'at-most':
      return Number(value) <= condition.value;
    case 'inside':
      return Number(value) >= condition.from && Number(value) <= condition.to;
    case 'outside':
      return Number(value) < condition.from || Number(value) > condition.to;
    case 'equal':
      return String(value) === String(condition.value);
    case 'not-equal':
      return String(value) !== String(condition.value);
    case 'older-than':
    case 'in-state':
      return false;
  }
}

function ofAges(
  condition: AlertCondition,
  { dataAt, states, turnsAt: statesTurnAt = Infinity }: Ages,
  nowMs: number,
): Pick<Reading, 'value' | 'holds' | 'turnsAt'> | null {
  if (condition.is === 'in-state') {
    const found = states.find((state) => condition.states.includes(state));
    return { value: found ?? states[0] ?? null, holds: found !== undefined, turnsAt: statesTurnAt };
  }
  if (condition.is !== 'older-than') return null;
  // What was never fetched is older than anything.
  if (dataAt === null) return { value: null, holds: states.length > 0, turnsAt: Infinity };
  const turnsAt = dataAt + condition.seconds * 1000;
  const ageSeconds = Math.max(0, Math.floor((nowMs - dataAt) / 1000));
  return { value: ageSeconds, holds: nowMs >= turnsAt, turnsAt: nowMs >= turnsAt ? Infinity : turnsAt };
}

function columnOf({ columns }: Rows, wanted: string | undefined): number {
  if (wanted !== undefined) return columns.findIndex(({ name }) => name === wanted);
  const numbers = columns.findIndex(({ type }) => type === 'number');
  return numbers === -1 ? 0 : numbers;
}

type PanelSubject = Extract<AlertSubject, { kind: 'panel' }>;

/** The one value that `take` makes of a column; `null` where it holds none. */
function takenOf(take: PanelSubject['take'], values: (number | string)[], rows: number): number | string | null {
  if (take === 'rows') return rows;
  if (values.length === 0) return null;
  const numbers = values.map(Number).filter((value) => !Number.isNaN(value));
  const sum = numbers.reduce((all, each) => all + each, 0);
  switch (take) {
    case 'last':
      return values.at(-1) ?? null;
    case 'sum':
      return sum;
    case 'average':
      return numbers.length === 0 ? null : sum / numbers.length;
    case 'least':
      return numbers.length === 0 ? null : numbers.reduce((least, each) => Math.min(least, each), Infinity);
    case 'greatest':
      return numbers.length === 0 ? null : numbers.reduce((greatest, each) => Math.max(greatest, each), -Infinity);
    default:
      return values[0] ?? null;
  }
}

function ofRows(subject: PanelSubject, condition: AlertCondition, found: Rows): Pick<Reading, 'value' | 'holds' | 'problem'> {
  const place = columnOf(found, subject.column);
  if (place === -1) return { value: null, holds: null, problem: `The panel has no column "${subject.column ?? ''}".` };
  const values = found.rows.map((row) => row[place]).filter(isValue);
  if (subject.take === 'any' || subject.take === 'every') {
    const [first] = values;
    if (first === undefined) return { value: null, holds: null, problem: 'The panel shows no value.' };
    const odd = values.find((value) => compares(condition, value) === (subject.take === 'any'));
    return { value: odd ?? first, holds: (odd !== undefined) === (subject.take === 'any'), problem: null };
  }
  const value = takenOf(subject.take, values, found.rows.length);
  if (value === null) return { value, holds: null, problem: 'The panel shows no value.' };
  const isNumeric = condition.is !== 'equal' && condition.is !== 'not-equal';
  if (isNumeric && Number.isNaN(Number(value)))
    return { value, holds: null, problem: `"${String(value).slice(0, 100)}" is no number to compare.` };
  return { value, holds: compares(condition, value), problem: null };
}

/** What an alert finds at `nowMs` in the rows of its panel, or in the age and state of its source. Pure. */
export function readAlert(
  { subject, condition }: { subject: AlertSubject; condition: AlertCondition },
  found: { rows: Rows | { problem: string } | null; ages: Ages },
  nowMs: number,
): Reading {
  const { rows, ages } = found;
  const base = { at: nowMs, dataAt: ages.dataAt, isStale: ages.isStale, turnsAt: Infinity };
  const byAge = ofAges(condition, ages, nowMs);
  if (byAge !== null) return { ...base, ...byAge, problem: null };
  if (subject.kind === 'source' || rows === null) return { ...base, value: null, holds: null, problem: 'There is nothing to read.' };
  if ('problem' in rows) return { ...base, value: null, holds: null, problem: rows.problem };
  return { ...base, ...ofRows(subject, condition, rows) };
}
