import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutoffOf } from '../../../../src-main/engine/upkeep/retention-cutoff.ts';

test('fewer moments than are to be kept need no cutoff', () => {
  expect(cutoffOf([3, 1, 2], 4)).toBeNull();
  expect(cutoffOf([], 1)).toBeNull();
});

test('the cutoff keeps exactly as many as are to be kept, and none older than one that goes', () => {
  const moment = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 0, max: 4e12 }));
  fc.assert(
    fc.property(fc.array(moment, { minLength: 1, maxLength: 300 }), fc.integer({ min: 1, max: 300 }), (moments, keep) => {
      const cutoff = cutoffOf(moments, keep);
      if (cutoff === null) {
        expect(moments.length).toBeLessThan(keep);
        return;
      }
      const older = moments.filter((each) => each < cutoff.moment).length;
      const ties = moments.filter((each) => each === cutoff.moment).length;
      expect(cutoff.ties).toBeLessThan(ties);
      expect(moments.length - older - cutoff.ties).toBe(keep);
    }),
  );
});
