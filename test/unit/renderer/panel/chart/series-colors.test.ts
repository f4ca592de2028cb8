import { expect, test } from 'vitest';
import { seriesColors } from '../../../../../src-renderer/panel/chart/series-colors.ts';

const theme = {
  series: ['0', '1', '2', '3', '4', '5', '6', '7'],
  tones: { good: 'green', notice: 'blue', warning: 'amber', bad: 'red' },
};

test('states have the colours of what they mean, the first of each tone', () => {
  const [success, error, crashed] = seriesColors(['success', 'error', 'crashed'], theme);
  expect([success, error]).toEqual(['green', 'red']);
  expect(theme.series).toContain(crashed);
});

test('names that are no states have colours of their own, each another one', () => {
  const colors = seriesColors(['harbour', 'north', 'active'], theme);
  expect(colors.every((color) => theme.series.includes(color))).toBe(true);
  expect(new Set(colors).size).toBe(3);
});
