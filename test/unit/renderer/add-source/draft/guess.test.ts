import { expect, test } from 'vitest';
import { applyGuess, showsDraft } from '../../../../../src-renderer/add-source/draft/guess.ts';
import { emptyDraft } from '../../../../../src-renderer/add-source/draft/shape.ts';
import { aPreview } from '../../make.ts';

const guess = { list: 'data.items', idField: 'key', timeField: 'updated', nextCursor: null };
const used = { list: 'data.items', idField: 'key', timeField: 'updated' };

test('an empty form is filled with what was found', () => {
  expect(applyGuess(emptyDraft(), aPreview({ guess }))).toMatchObject({ list: 'data.items', idField: 'key', timeField: 'updated' });
});

test('nothing found leaves the same draft', () => {
  const draft = emptyDraft();
  expect(applyGuess(draft, aPreview())).toBe(draft);
});

test('what is filled in already leaves the same draft', () => {
  const draft = { ...emptyDraft(), list: 'data.items', idField: 'key', timeField: 'updated' };
  expect(applyGuess(draft, aPreview({ guess }))).toBe(draft);
});

test('what the user has settled stays, also when it is empty', () => {
  const draft = { ...emptyDraft(), idField: 'mine', chosen: { list: false, idField: true, timeField: true, format: false } };
  expect(applyGuess(draft, aPreview({ guess }))).toMatchObject({ list: 'data.items', idField: 'mine', timeField: '' });
});

test('fields of one list say nothing of another that the user chose since', () => {
  const draft = { ...emptyDraft(), list: 'other', chosen: { list: true, idField: false, timeField: false, format: false } };
  expect(applyGuess(draft, aPreview({ guess, used }))).toBe(draft);
  expect(applyGuess(draft, aPreview({ guess, used: { ...used, list: 'other' } }))).toMatchObject({ idField: 'key' });
});

test('a second guess replaces the first', () => {
  const first = applyGuess(emptyDraft(), aPreview({ guess }));
  expect(applyGuess(first, aPreview({ guess: { ...guess, idField: 'uuid' } })).idField).toBe('uuid');
});

test('the table shows the draft when it was made with the same fields, blanks aside', () => {
  const draft = { ...emptyDraft(), list: ' data.items ', idField: 'key', timeField: 'updated ' };
  expect(showsDraft(draft, aPreview({ used }))).toBe(true);
  for (const change of [{ list: '' }, { idField: '' }, { timeField: '' }])
    expect(showsDraft({ ...draft, ...change }, aPreview({ used }))).toBe(false);
});

test('an empty form stands for the whole body, the field id and no time', () => {
  expect(showsDraft(emptyDraft(), aPreview())).toBe(true);
});
