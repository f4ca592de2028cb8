import { expect, test } from 'vitest';
import { byCategory, findPresets } from '../../../../../src-renderer/add-source/gallery/find-presets.ts';

const entries = [
  { name: 'Open-Meteo forecast', summary: 'The weather of a place.', keywords: ['rain'], category: 'Earth' },
  { name: 'Météo locale', summary: 'Another one.', keywords: [], category: 'Earth' },
  { name: 'Releases', summary: 'Of GitHub repositories.', keywords: ['git'], category: 'Development' },
];
const names = (search: string) => findPresets(entries, search).map(({ name }) => name);

test('without a search everything is there in its order', () => expect(names('  ')).toEqual(entries.map(({ name }) => name)));
test('a name that begins with the word comes first, accents and letter case make no difference', () =>
  expect(names('METEO')).toEqual(['Météo locale', 'Open-Meteo forecast']));
test('words are found in summaries, keywords and categories', () => {
  expect(names('rain')).toEqual(['Open-Meteo forecast']);
  expect(names('develop')).toEqual(['Releases']);
});
test('all words have to be there', () => {
  expect(names('weather place')).toEqual(['Open-Meteo forecast']);
  expect(names('weather github')).toEqual([]);
});
test('categories come in the order of their first entries', () =>
  expect(byCategory(entries).map(([category, items]) => [category, items.length])).toEqual([
    ['Earth', 2],
    ['Development', 1],
  ]));
