import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig, readConfig } from '../../../src-main/host/config-file.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const problems = (text: string) =>
  readConfig('f.json', text).problems.map(({ line, column, path, message }) => ({ line, column, path, message }));

test('a file with comments and trailing commas is read, and what is left out has its usual value', () => {
  const { config } = readConfig('f.json', '{ // mine\n "sources": [{ "id": "a", "name": "A", "url": "http://x/", }, ], }');
  expect(config?.sources[0]).toMatchObject({ id: 'a', method: 'GET', policy: { preset: 'smart', whileActiveSeconds: 900 } });
});

test.each([
  ['', 1, 1, '', 'the file is empty'],
  ['{\n  "sources": [\n    { "id": "a" "name": "A" }\n  ]\n}', 3, 17, '', 'a comma is missing'],
  ['{ "sources": [ }', 1, 16, '', 'value is expected'],
  ["{ 'sources': [] }", 1, 3, '', 'not JSON'],
  ['[]', 1, 1, '', 'expected object'],
  ['{\n  "sources": [\n    { "id": "a", "name": "A", "url": "ftp://x" }\n  ]\n}', 3, 38, 'sources[0].url', 'only http, https'],
  ['{\n  "sources": [\n    { "id": "a", "name": "A" }\n  ]\n}', 3, 5, 'sources[0].url', 'expected string'],
  ['{ "sources": [{ "id": "A b", "name": "A", "url": "http://x" }] }', 1, 23, 'sources[0].id', 'lower-case letters'],
  [
    '{ "sources": [{ "id": "a", "name": "A", "url": "http://x", "polling": 5 }] }',
    1,
    71,
    'sources[0].polling',
    'there is no setting "polling" here',
  ],
  [
    '{ "sources": [{ "id": "a", "name": "A", "url": "http://x", "policy": { "preset": "smart", "whileActiveSeconds": 1 } }] }',
    1,
    113,
    'sources[0].policy.whileActiveSeconds',
    '>=5',
  ],
  ['{ "sources": [{ "id": "a", "name": "A", "url": "http://u:p@x" }] }', 1, 48, 'sources[0].url', 'use "auth" instead'],
  [
    '{ "sources": [{ "id": "a", "name": "A", "url": "http://x", "headers": { "X": "a\\r\\nb: c" } }] }',
    1,
    78,
    'sources[0].headers.X',
    'control characters',
  ],
  ['{ "version": 2 }', 1, 14, 'version', 'expected 1'],
])('%j is refused at its place', (text, line, column, path, words) => {
  expect(problems(text)[0]).toEqual({ line, column, path, message: expect.stringContaining(words) });
});

test('two sources of one id are told apart', () => {
  const twice = '{ "sources": [{ "id": "a", "name": "A", "url": "http://x" }, { "id": "a", "name": "B", "url": "http://x" }] }';
  expect(problems(twice)).toEqual([{ line: 1, column: 70, path: 'sources[1].id', message: 'the id "a" is that of sources[0] already' }]);
});

test('no file is an empty config, a folder in its place is a problem', async () => {
  const folder = tempFolder();
  expect(await loadConfig(join(folder, 'none.json'))).toMatchObject({ present: false, config: { sources: [] }, problems: [] });
  expect(await loadConfig(folder)).toMatchObject({
    present: true,
    config: null,
    problems: [{ message: expect.stringContaining('cannot be read') }],
  });
  writeFileSync(join(folder, 'bom.json'), '\uFEFF{}');
  expect((await loadConfig(join(folder, 'bom.json'))).problems).toEqual([]);
});
