import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { allOf, fold, rangesOf, searchBody, sourceMarker, termsOf, trigramsOf } from '../../../src-main/store/search-text.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 40 });
const hardText = fc.string({
  unit: fc.constantFrom('a', 'É', 'e\u0301', 'İ', 'Σ', 'ς', '"', "'", '*', '^', ':', '(', ' ', '\n', '\0', '日', '😀', '\ud83d'),
});

test('letters are the same in either case, and with or without accents', () => {
  expect(fold('ÉTOILE Über e\u0301')).toBe('etoile uber e');
  expect(fold('ΟΔΟΣ')).toBe(fold('οδος'));
  expect(fold('日本')).toBe('日本');
});

test('what stands within a text in any letter case stands within its folded form', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, hardText), fc.nat(), fc.nat(), (text, from, length) => {
      const lower = text.toLowerCase();
      const part = lower.slice(from % (lower.length + 1)).slice(0, length % 12);
      fc.pre(part.isWellFormed());
      expect(fold(lower)).toContain(fold(part));
    }),
  );
});

test('a search is a list of words, and what stands in quotation marks is one', () => {
  expect(termsOf('  Blue "Über  lamp" blue ""')).toEqual(['blue', 'uber  lamp']);
  expect(termsOf('"never closed')).toEqual(['never closed']);
  expect(termsOf(' \u0301 ')).toEqual([]);
});

test('no text of a user is an error for SQLite, and a record with all words is always among the candidates', () => {
  const db = new Database(':memory:');
  onTestFinished(() => void db.close());
  db.exec("CREATE VIRTUAL TABLE s USING fts5(body, tokenize = 'trigram case_sensitive 1', detail = none)");
  const put = db.prepare('REPLACE INTO s (rowid, body) VALUES (1, ?)');
  const ask = db.prepare('SELECT count(*) FROM s WHERE s MATCH ?').pluck();
  const text = fc.oneof(anyText, hardText);
  fc.assert(
    fc.property(text, text, text, fc.integer({ min: 1, max: 20_000_000 }), (name, before, after, row) => {
      const expression = allOf([...trigramsOf([fold(name)]), sourceMarker(row)]);
      put.run(searchBody({ source_row: row, id: '1', basic: JSON.stringify({ a: [before + name + after] }), rich: null }));
      expect(ask.get(expression)).toBe(1);
      const typed = allOf(trigramsOf(termsOf(name)));
      if (typed !== '')
        expect(ask.get(typed)).toBe(termsOf(name).every((term) => fold(before + name + after).includes(term)) ? 1 : ask.get(typed));
    }),
    { numRuns: 500 },
  );
});

test('words of fewer than three letters give no trigrams', () => {
  expect(trigramsOf(['ab', 'c'])).toEqual([]);
});

test('every source has a marker of its own', () => {
  const markers = Array.from({ length: 10_000 }, (_, row) => sourceMarker(row));
  expect(new Set(markers).size).toBe(10_000);
  expect(markers.every((marker) => Array.from(marker).length === 3 && marker.isWellFormed())).toBe(true);
});

test('matches are marked where they stand in the text as it is written', () => {
  const marked = (text: string, ...terms: string[]) => rangesOf(text, terms).map(({ start, end }) => text.slice(start, end));
  expect(marked('Zürich, ZURICH', 'zurich')).toEqual(['Zürich', 'ZURICH']);
  expect(marked('Zu\u0308rich', 'zur')).toEqual(['Zu\u0308r']);
  expect(marked('😀 lamp', 'lam')).toEqual(['lam']);
  expect(marked('abcd', 'abc', 'bcd')).toEqual(['abcd']);
  expect(marked('nothing', 'x')).toEqual([]);
});
