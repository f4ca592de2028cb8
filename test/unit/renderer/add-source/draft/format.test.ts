import { expect, test } from 'vitest';
import { applyGuess, emptyDraft, fromConfig, toInput } from '../../../../../src-renderer/add-source/draft.ts';
import { formatOf } from '../../../../../src-preload/contract/index.ts';
import { aPreview } from '../../make.ts';

const CSV = formatOf('csv');

test.each([
  { kind: 'json' } as const,
  { kind: 'ndjson' } as const,
  { kind: 'feed' } as const,
  { ...CSV, delimiter: '\t', header: false, quote: "'", numbers: false },
])('%j comes back from the form as it was', (format) => {
  expect(toInput(fromConfig({ name: 'S', url: 'https://x.org/', format })).format).toEqual(format);
});

test('nothing is said of the format where nothing was chosen or recognised', () => {
  expect(toInput(fromConfig({ name: 'S', url: 'https://x.org/' }))).not.toHaveProperty('format');
  expect(applyGuess(emptyDraft(), aPreview({ format: { kind: 'json' } })).format.kind).toBe('');
});

test('what the preview recognised is taken, unless a format was chosen', () => {
  expect(toInput(applyGuess(emptyDraft(), aPreview({ format: CSV }))).format).toEqual(CSV);
  const chosen = fromConfig({ name: 'S', url: 'https://x.org/', format: { kind: 'ndjson' } });
  expect(toInput(applyGuess(chosen, aPreview({ format: CSV }))).format).toEqual({ kind: 'ndjson' });
});
