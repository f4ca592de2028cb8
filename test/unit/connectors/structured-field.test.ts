import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDictionary, parseItem, parseList } from '../../../src-main/connectors/structured-field.ts';

const plain = (text: string) => {
  const item = parseItem(text);
  return item === null ? null : [item.bare.type, item.bare.value];
};

test.each([
  ['42', 'integer', 42],
  ['  42  ', 'integer', 42],
  ['-0', 'integer', 0],
  ['042', 'integer', 42],
  ['-999999999999999', 'integer', -999_999_999_999_999],
  ['1.5', 'decimal', 1.5],
  ['-123456789012.125', 'decimal', -123_456_789_012.125],
  ['"say \\"so\\" \\\\"', 'string', 'say "so" \\'],
  ['""', 'string', ''],
  ['a_b-c.d3:f%00/*', 'token', 'a_b-c.d3:f%00/*'],
  ['*', 'token', '*'],
  ['?1', 'boolean', true],
  ['?0', 'boolean', false],
  [':aGVsbG8=:', 'bytes', 'aGVsbG8='],
])('item %s', (text, type, value) => {
  expect(plain(text)).toEqual([type, value]);
});

test.each([
  '',
  '-',
  '- 1',
  '4-2',
  '2,3',
  '1000000000000000',
  '1.',
  '1..4',
  '1.5.4',
  '1.2345',
  '1234567890123.1',
  '"open',
  '"bad \\escape"',
  '"end\\',
  '"line\nbreak"',
  '"umlaut ü"',
  '?2',
  ':open',
  ':no base64!:',
  '1 2',
  '1;',
  '1;A=2',
  '1;a= 2',
  '1 ;a=2',
  '\t1',
  '(1 2)',
  '@1659578233',
])('no item: %s', (text) => {
  expect(parseItem(text)).toBeNull();
});

const listOf = (text: string) =>
  parseList(text)?.map(({ bare, parameters }) => [bare.value, [...parameters].map(([key, each]) => [key, each.value])]) ?? null;

test.each([
  ['', []],
  ['   ', []],
  ['1', [[1, []]]],
  [
    '1 ,\t42 ',
    [
      [1, []],
      [42, []],
    ],
  ],
  [
    '"burst";q=100;w=60,"daily";q=1000;w=86400',
    [
      [
        'burst',
        [
          ['q', 100],
          ['w', 60],
        ],
      ],
      [
        'daily',
        [
          ['q', 1000],
          ['w', 86_400],
        ],
      ],
    ],
  ],
  [
    'abc_123;a=1;b=2; cdef_456, ghi;q=9;r="+w"',
    [
      [
        'abc_123',
        [
          ['a', 1],
          ['b', 2],
          ['cdef_456', true],
        ],
      ],
      [
        'ghi',
        [
          ['q', 9],
          ['r', '+w'],
        ],
      ],
    ],
  ],
  [
    '1;a=1;b=2;a=3',
    [
      [
        1,
        [
          ['a', 3],
          ['b', 2],
        ],
      ],
    ],
  ],
  ['1,', null],
  ['1,,42', null],
  [',1', null],
  ['1 2', null],
  ['text/plain;q =0.5', null],
  ['text/plain;q= 0.5', null],
  ['text/plain ;q=0.5', null],
])('list %s', (text, expected) => {
  expect(listOf(text)).toEqual(expected);
});

test('a dictionary; the last value of a key counts, a key alone is true', () => {
  const read = parseDictionary('limit=100, remaining=50;note="so", open, limit=10');
  expect([...(read ?? [])].map(([key, item]) => [key, item.bare.value])).toEqual([
    ['limit', 10],
    ['remaining', 50],
    ['open', true],
  ]);
  expect(read?.get('remaining')?.parameters.get('note')).toEqual({ type: 'string', value: 'so' });
  expect(parseDictionary('Limit=1')).toBeNull();
  expect(parseDictionary('limit=1,')).toBeNull();
});

test('never throws, whatever comes', () => {
  const likely = fc
    .array(fc.constantFrom('"', '\\', ';', ',', '=', ' ', '\t', '1', '-', '.', 'a', '?', ':', '*', '(', '@', '\n', 'ü'), { maxLength: 30 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), likely), (text) => {
      for (const parse of [parseItem, parseList, parseDictionary]) expect(() => parse(text)).not.toThrow();
    }),
    { numRuns: 2_000 },
  );
});

test('what was written is read back', () => {
  const key = fc.stringMatching(/^[a-z*][a-z0-9_.*-]{0,8}$/);
  const value = fc.oneof(
    fc.integer().map((each) => ({ text: String(each), bare: { type: 'integer', value: each } })),
    fc
      .stringMatching(/^[ -~]{0,12}$/)
      .map((each) => ({ text: `"${each.replace(/["\\]/g, '\\$&')}"`, bare: { type: 'string', value: each } })),
    fc.stringMatching(/^[A-Za-z*][A-Za-z0-9:/*.-]{0,8}$/).map((each) => ({ text: each, bare: { type: 'token', value: each } })),
    fc.boolean().map((each) => ({ text: each ? '?1' : '?0', bare: { type: 'boolean', value: each } })),
  );
  const member = fc.record({ value, parameters: fc.uniqueArray(fc.tuple(key, value), { maxLength: 3, selector: ([name]) => name }) });
  fc.assert(
    fc.property(fc.array(member, { maxLength: 4 }), (members) => {
      const text = members
        .map((each) => [each.value.text, ...each.parameters.map(([name, of]) => `${name}=${of.text}`)].join(';'))
        .join(', ');
      expect(parseList(text)).toEqual(
        members.map((each) => ({ bare: each.value.bare, parameters: new Map(each.parameters.map(([name, of]) => [name, of.bare])) })),
      );
    }),
  );
});

test('a long field takes no longer than its length', () => {
  const long = `${' '.repeat(200_000)}1`;
  expect(parseList(`1${long}`)).toBeNull();
  expect(parseList(`"${'a'.repeat(200_000)}"`)).toHaveLength(1);
});
