import { expect, test } from 'vitest';
import { panelShowSchema } from '../../../../../src-preload/contract/index.ts';
import { numberTrend, sparkPoints } from '../../../../../src-renderer/panel/data/number-trend.ts';

const show = (settings: Record<string, unknown> = {}) => panelShowSchema.parse({ kind: 'number', ...settings }) as never;
const columns = [
  { name: 'day', type: 'text' as const },
  { name: 'n', type: 'number' as const },
];

test('without a trend the first row is the number', () => {
  expect(
    numberTrend(
      {
        columns,
        rows: [
          ['a', 7],
          ['b', 9],
        ],
      },
      show(),
    ),
  ).toMatchObject({ value: 7, before: null, change: null, trend: [] });
});

test('with a trend the last row is now, and the one before it what it is compared with', () => {
  const found = numberTrend(
    {
      columns,
      rows: [
        ['a', 4],
        ['b', 8],
        ['c', 6],
      ],
    },
    show({ value: 'n', trend: 'n', better: 'lower' }),
  );
  expect(found).toEqual({ value: 6, before: 8, change: -2, changeShare: -0.25, better: true, trend: [4, 8, 6] });
});

test('nothing is better that did not change, or where neither way is', () => {
  expect(
    numberTrend(
      {
        columns,
        rows: [
          ['a', 4],
          ['b', 4],
        ],
      },
      show({ trend: 'n', better: 'higher' }),
    ).better,
  ).toBeNull();
  expect(
    numberTrend(
      {
        columns,
        rows: [
          ['a', 4],
          ['b', 5],
        ],
      },
      show({ trend: 'n' }),
    ).better,
  ).toBeNull();
});

test('no rows are no number, and a value before of 0 gives no share', () => {
  expect(numberTrend({ columns, rows: [] }, show()).value).toBeNull();
  expect(
    numberTrend(
      {
        columns,
        rows: [
          ['a', 0],
          ['b', 5],
        ],
      },
      show({ trend: 'n' }),
    ).changeShare,
  ).toBeNull();
});

test('the small line fills its box, and lies in the middle where nothing changes', () => {
  expect(sparkPoints([0, 5, 10], 100, 20)).toBe('0.0,20.0 50.0,10.0 100.0,0.0');
  expect(sparkPoints([3, 3], 100, 20)).toBe('0.0,10.0 100.0,10.0');
  expect(sparkPoints([3], 100, 20)).toBe('');
});
