import { expect, test } from 'vitest';
import { BadEntry } from '../../../../src-main/connectors/formats/bad-entry.ts';
import { readNdjson } from '../../../../src-main/connectors/formats/ndjson.ts';

test('each line is a value; empty ones, other line ends and record separators are passed over', () => {
  expect(readNdjson('{"a":1}\r\n\n\u001e{"a":2}\n[3]\n')).toEqual([{ a: 1 }, { a: 2 }, [3]]);
  expect(readNdjson('')).toEqual([]);
});

test('numbers beyond 2^53 keep their digits', () => {
  expect(readNdjson('{"id":9007199254740993}\n{"id":2}')).toEqual([{ id: '9007199254740993' }, { id: 2 }]);
});

test('a line that is cut off is told with its number, and the others are read', () => {
  const [first, second] = readNdjson('{"a":1}\n{"a":2');
  expect(first).toEqual({ a: 1 });
  expect(second).toBeInstanceOf(BadEntry);
  expect((second as BadEntry).example).toBe('line 2: "{\\"a\\":2"');
});

test('a text of which no line is JSON fails as a whole', () => {
  expect(() => readNdjson('<html>\nhello')).toThrow('None of the 2 lines is JSON; the first is line 1');
});
