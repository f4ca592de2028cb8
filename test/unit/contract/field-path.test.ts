import fc from 'fast-check';
import { expect, test } from 'vitest';
import { putPath, readPath, takePath } from '../../../src-preload/contract/index.ts';

test('a value is read, taken and put at a path', () => {
  const fields = { a: { b: 1, c: 2 } };
  expect(readPath(fields, 'a.b')).toEqual({ found: true, value: 1 });
  expect(takePath(fields, 'a.b')).toEqual({ found: true, value: 1, rest: { a: { c: 2 } } });
  expect(putPath(fields, 'a.x.y', 3)).toEqual({ a: { b: 1, c: 2, x: { y: 3 } } });
  expect(fields).toEqual({ a: { b: 1, c: 2 } });
});

test('what every object inherits is not there', () => {
  expect(readPath({}, 'constructor.name').found).toBe(false);
  expect(readPath({}, '__proto__').found).toBe(false);
  expect(takePath({}, 'toString').found).toBe(false);
});

test('putting at __proto__ changes no prototype', () => {
  const put = putPath({}, '__proto__.polluted', true);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(JSON.stringify(put)).toBe('{"__proto__":{"polluted":true}}');
});

test('what is taken can be put back', () => {
  const name = fc.constantFrom('a', 'b', 'c', '__proto__');
  const tree = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof({ depthSize: 'small' }, fc.integer(), fc.dictionary(name, tie('node'))),
  })).node;
  fc.assert(
    fc.property(fc.dictionary(name, tree), fc.array(name, { minLength: 1, maxLength: 3 }), (fields, names) => {
      const path = names.join('.');
      const taken = takePath(fields, path);
      expect(taken.found).toBe(readPath(fields, path).found);
      if (taken.found) expect(readPath(putPath(taken.rest, path, taken.value), path)).toEqual({ found: true, value: taken.value });
    }),
  );
});
