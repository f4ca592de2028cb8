import { expect, test } from 'vitest';
import { toInput } from '../../../../../src-renderer/add-source/draft.ts';
import { asNewDraft, readSourceFile } from '../../../../../src-renderer/add-source/draft/source-file.ts';
import { shareableSource, sourceConfigSchema } from '../../../../../src-preload/contract/index.ts';

const source = { id: 'orders', name: 'Orders', url: 'https://api.example.com/orders', list: 'items' };
const read = (value: unknown) => readSourceFile(JSON.stringify(value));

test.each([
  ['a source', source],
  ['a list of one', [source]],
  ['a config file', { version: 1, sources: [source] }],
])('%s is read', (_what, value) => {
  const file = read(value);
  expect(file).toMatchObject({
    kind: 'sources',
    drafts: [{ id: 'orders', name: 'Orders', list: 'items', chosen: { list: true, idField: false } }],
  });
});

test('a source that was exported comes in as it was', () => {
  const config = sourceConfigSchema.parse({ ...source, auth: { kind: 'bearer', secret: 'hush' }, retention: { keepNewest: 5 } });
  const shared = shareableSource(config).source;
  const file = read(shared);
  const draft = file.kind === 'sources' ? file.drafts[0] : undefined;
  expect(sourceConfigSchema.parse(draft === undefined ? {} : toInput(draft))).toEqual(shared);
});

test('a secret that is stored elsewhere has to be entered', () => {
  const file = read({ ...source, auth: { kind: 'bearer', secret: { stored: true } } });
  expect(file).toMatchObject({ drafts: [{ auth: { kind: 'bearer', from: 'typed', secret: '' } }] });
});

test('a copy has no id of its own yet', () => {
  expect(asNewDraft(source, 'Orders (copy)')).toMatchObject({ id: '', name: 'Orders (copy)', url: source.url });
});

test('a preset is known as one', () => {
  const preset = { id: 'shop', name: 'Shop', summary: 'Orders.', documentation: 'https://example.com/', sources: [{ source }] };
  expect(read(preset)).toMatchObject({ kind: 'preset', preset: { id: 'shop' } });
  expect(read({ ...preset, colour: 1 })).toEqual({
    kind: 'unusable',
    problems: [{ path: 'colour', message: 'there is no setting "colour" here' }],
  });
});

test.each([
  ['{', '', /^This is not JSON/],
  ['7', '', /neither a source/],
  ['[]', '', /holds no source/],
  ['{"url":"nowhere"}', 'url', /not a URL/],
  ['[{"url":"https://a.example/"},{"url":"https://b.example/","colour":1}]', '1.colour', /no setting "colour"/],
])('of %s it is said what is wrong', (text, path, words) => {
  const file = readSourceFile(text);
  expect(file).toMatchObject({ kind: 'unusable', problems: [{ path, message: expect.stringMatching(words) }] });
});

test('nothing is nothing', () => expect(readSourceFile(' \n')).toEqual({ kind: 'empty' }));
