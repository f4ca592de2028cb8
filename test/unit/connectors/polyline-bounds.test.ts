import { expect, test } from 'vitest';
import { compileExpression } from '../../../src-main/connectors/expression.ts';
import { polylineBounds } from '../../../src-main/connectors/polyline-bounds.ts';

test('the bounds hold every point of the line, in degrees', () => {
  // The example of the documentation: (38.5, -120.2), (40.7, -120.95), (43.252, -126.453).
  expect(polylineBounds('_p~iF~ps|U_ulLnnqC_mqNvxq`@')).toEqual([38.5, -126.453, 43.252, -120.2]);
});

test.each([[''], [null], [undefined], [7], ['_p~iF'], ['_p~iF~ps|'], ['äöü'], ['~~~~~~~~~~~~']])('%o has no bounds', (line) => {
  expect(polylineBounds(line)).toBeNull();
});

test('an expression can ask for them', async () => {
  expect(await compileExpression('$polylineBounds(map.polyline)')({ map: { polyline: '_p~iF~ps|U' } })).toEqual([
    38.5, -120.2, 38.5, -120.2,
  ]);
});
