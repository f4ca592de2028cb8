import { expect, test } from 'vitest';
import { nextCard } from '../../../../../src-renderer/add-source/gallery/card-keys.ts';

/** Two rows of three, and one card in the last row. */
const boxes = [0, 1, 2, 3, 4, 5, 6].map((at) => ({ left: (at % 3) * 100, top: Math.floor(at / 3) * 50 }));

test.each([
  [0, 'ArrowRight', 1],
  [2, 'ArrowRight', 3],
  [6, 'ArrowRight', null],
  [0, 'ArrowLeft', null],
  [1, 'ArrowDown', 4],
  [5, 'ArrowDown', 6],
  [6, 'ArrowDown', null],
  [6, 'ArrowUp', 3],
  [2, 'ArrowUp', null],
  [4, 'Home', 0],
  [4, 'End', 6],
  [4, 'a', null],
  [9, 'Home', null],
] as const)('from card %i, %s leads to %s', (from, key, to) => expect(nextCard(boxes, from, key)).toBe(to));
