import { expect, test } from 'vitest';
import { shellWords } from '../../../../../src-renderer/add-source/draft/shell-words.ts';

test.each([
  ['', []],
  ['  \t\n ', []],
  ['a', ['a']],
  [' a  b\tc\nd ', ['a', 'b', 'c', 'd']],
  [`'a b' "c d"`, ['a b', 'c d']],
  [`''  ""`, ['', '']],
  [`a'b'"c"d`, ['abcd']],
  [String.raw`'a\b' "a\b" "\"\\\$"`, [String.raw`a\b`, String.raw`a\b`, '"\\$']],
  [String.raw`a\'b`, ["a'b"]],
  ['a \\\n b', ['a', 'b']],
  ['a \\', ['a']],
  ["$'a\\tb\\'c' $x", ["a\tb'c", '$x']],
  [String.raw`$'\x41\u00e9\ud83c\udf0a\q'`, ['Aé🌊q']],
  [`'not closed`, ['not closed']],
  [`"not closed`, ['not closed']],
  ['größe 🌊', ['größe', '🌊']],
])('%j has the words %j', (text, words) => {
  expect(shellWords(text)).toEqual(words);
});
