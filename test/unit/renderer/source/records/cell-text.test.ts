import '../../locale.ts';
import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { cellFor, cellOf, timeCell, valueAt } from '../../../../../src-renderer/source/records/cell-text.ts';
import { NOW } from '../../make.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  return () => vi.useRealTimers();
});

describe('the value at a path', () => {
  test('is found through objects', () => {
    expect(valueAt({ a: { b: { c: 0 } } }, 'a.b.c')).toBe(0);
    expect(valueAt({ a: [1] }, 'a.0')).toBeUndefined();
    expect(valueAt({}, 'a.b')).toBeUndefined();
  });

  test('is that of a name with dots, where there is one', () => {
    expect(valueAt({ 'a.b': 1, a: { b: 2 } }, 'a.b')).toBe(1);
  });

  test('is never one that the record does not hold itself', () => {
    for (const path of ['constructor', 'toString.length', '__proto__']) expect(valueAt({}, path)).toBeUndefined();
  });
});

describe('a cell', () => {
  test('of nothing is empty, and that of null says so', () => {
    expect(cellFor(undefined)).toEqual({ kind: 'missing', text: '', title: '' });
    expect(cellFor(null)).toEqual({ kind: 'null', text: 'null', title: 'null' });
    expect(cellOf({ a: { b: '' } }, 'a.b')).toEqual({ kind: 'text', text: '', title: '' });
  });

  test.each([
    [0, '0'],
    [-1.5, '-1.5'],
    [0.1, '0.1'],
    [2026, '2026'],
    [12_345, '12,345'],
    [Number.MAX_SAFE_INTEGER, '9,007,199,254,740,991'],
    [0.000001234, '0.000001234'],
    [1e-7, '1e-7'],
    [6.626e-34, '6.626e-34'],
    [1e300, '1e+300'],
  ])('of the number %d reads %s', (value, text) => {
    expect(cellFor(value)).toEqual({ kind: 'number', text, title: String(value) });
  });

  test('of a number is 0 for 0 only', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(/[1-9]/.test(cellFor(value).text)).toBe(value !== 0);
      }),
    );
  });

  test('of a time is in the time zone of the user', () => {
    expect(cellFor('2026-11-21T10:12:00Z')).toMatchObject({ kind: 'time', text: '11:12' });
    expect(cellFor('2026-07-01T10:12:00+02:00')).toMatchObject({ kind: 'time', text: '1 Jul, 10:12' });
    expect(timeCell(null).kind).toBe('missing');
  });

  test.each(['2026-11-21', '2026-13-45T99:99', '2026-11-21T10:12 or later', 'x2026-11-21T10:12:00Z'])('of %s is text', (text) => {
    expect(cellFor(text)).toEqual({ kind: 'text', text, title: text });
  });

  test('of a boolean is its word', () => {
    expect(cellFor(false)).toEqual({ kind: 'text', text: 'false', title: 'false' });
  });

  test('of an object or a list is JSON, in lines in the tooltip', () => {
    expect(cellFor({ a: [1] })).toEqual({ kind: 'json', text: '{"a":[1]}', title: '{\n  "a": [\n    1\n  ]\n}' });
    expect(cellFor([])).toMatchObject({ text: '[]' });
  });

  test('of a long text is cut, and its tooltip a good deal later', () => {
    const { text, title } = cellFor('a'.repeat(100_000));
    expect(text).toBe(`${'a'.repeat(200)}…`);
    expect(title).toHaveLength(4_001);
    expect(cellFor('a'.repeat(200)).text).toHaveLength(200);
    expect(cellFor(Array.from({ length: 10_000 }, () => 1)).text).toHaveLength(201);
  });

  test('of a long text is not cut within a character', () => {
    expect(cellFor(`${'a'.repeat(199)}🌊 and more`).text).toBe(`${'a'.repeat(199)}…`);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 150, maxLength: 400 }), (value) => {
        expect(cellFor(value).text.isWellFormed()).toBe(true);
      }),
    );
  });
});
