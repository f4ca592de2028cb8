import { expect, test } from 'vitest';
import { countSources, standardDraft, toValues } from '../../../../../src-renderer/add-source/preset/preset-values.ts';
import { sourcePresetSchema } from '../../../../../src-preload/contract/index.ts';

const preset = sourcePresetSchema.parse({
  id: 'shop',
  name: 'Shop',
  summary: 'Orders.',
  documentation: 'https://example.com/',
  parameters: [
    { name: 'servers', label: 'Servers', many: true },
    { name: 'size', label: 'Size', kind: 'number', standard: 50 },
    { name: 'state', label: 'State', kind: 'choice', choices: [{ value: 'open' }, { value: 'shut' }] },
    { name: 'old', label: 'Old', kind: 'boolean', standard: true },
    { name: 'key', label: 'Key', kind: 'secret' },
  ],
  sources: [
    { repeat: ['servers'], source: {} },
    { key: 'other', source: {} },
  ],
});

test('the fields begin with the standard values, a choice with its first', () => {
  expect(toValues(standardDraft(preset))).toEqual({ servers: '', size: '50', state: 'open', old: true, key: '' });
});

test('a secret may come from an environment variable', () => {
  const draft = standardDraft(preset);
  const secrets = { key: { from: 'env' as const, secret: '', env: ' SHOP_KEY ' } };
  expect(toValues({ ...draft, secrets })['key']).toEqual({ env: 'SHOP_KEY' });
});

test('each of several values counts as a source', () => {
  const draft = standardDraft(preset);
  expect(countSources(preset, draft)).toBe(2);
  expect(countSources(preset, { ...draft, texts: { ...draft.texts, servers: 'a, b\nc,' } })).toBe(4);
});
