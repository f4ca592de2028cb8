import { expect, test } from 'vitest';
import { NotJsonError, parseJson } from '../../../src-main/connectors/json-text.ts';

test('integers beyond 2^53 keep every digit, others stay numbers', () => {
  expect(parseJson('{"id":12345678901234567890,"n":9007199254740991,"x":1.5e300,"y":-12345678901234567}')).toEqual({
    id: '12345678901234567890',
    n: 9007199254740991,
    x: 1.5e300,
    y: '-12345678901234567',
  });
});

test('a byte order mark is passed over', () => {
  expect(parseJson('\uFEFF[1]')).toEqual([1]);
});

test.each([
  ['', 'The body is empty.'],
  ['   ', 'The body is empty.'],
  ['<!doctype html><title>Sign in</title>', 'a web page or XML, not JSON: "Sign in"'],
  ['[{"a":1},{"a"', 'It ends too early'],
  ['{"a":\n  oops}', 'at line 2, column 3'],
  ['{a:1}', 'at line 1, column 2'],
])('%j is refused with the place', (text, words) => {
  expect(() => parseJson(text)).toThrow(NotJsonError);
  expect(() => parseJson(text)).toThrow(words);
});
