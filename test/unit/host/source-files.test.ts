import { expect, test } from 'vitest';
import { readSourceFile } from '../../../src-main/host/source-files.ts';

const read = (value: unknown) => readSourceFile('a.json', typeof value === 'string' ? value : JSON.stringify(value));
const source = { id: 'a', name: 'A', url: 'https://a.example/' };

test('a file holds one source, or a list of them', () => {
  expect(read(source).sources?.map(({ config, path }) => [config.id, path])).toEqual([['a', []]]);
  expect(read([source, { ...source, id: 'b' }]).sources?.map(({ config, path }) => [config.id, path])).toEqual([
    ['a', [0]],
    ['b', [1]],
  ]);
  expect(read('// mine\n{ "id": "a", "name": "A", "url": "https://a.example/", }').sources).toHaveLength(1);
  expect(read('[]')).toMatchObject({ sources: [], problems: [] });
});

test('one mistake makes the whole file unusable, and is told with its line and path', () => {
  const text = '[\n{ "id": "a", "name": "A", "url": "https://a.example/" },\n{ "id": "b", "name": "B", "url": "x", "colour": 1 }\n]';
  const { sources, problems } = read(text);
  expect(sources).toBeNull();
  expect(problems.map(({ file, line, path }) => [file, line, path])).toEqual([
    ['a.json', 3, '[1].url'],
    ['a.json', 3, '[1].colour'],
  ]);
});

test.each([
  ['', 'the file is empty; write at least {}'],
  ['{', 'a closing } is missing'],
])('%j is told in the words of the config file', (text, message) => {
  expect(read(text)).toMatchObject({ sources: null, problems: [{ message }] });
});
