import type { Preview } from '../../../src-preload/contract/index.ts';
import { formatFrom, formatToInput } from './format.ts';
import type { Draft } from './shape.ts';

/** Fills what the user has not settled with what the preview found. The same draft when there is nothing to fill. */
export function applyGuess(draft: Draft, preview: Preview): Draft {
  const { guess } = preview;
  const list = !draft.chosen.list && guess.list !== null ? guess.list : draft.list;
  // The other guesses are about the list that was read; they say nothing about another one that the user chose since.
  const sameList = list === preview.used.list || list === guess.list;
  const idField = !draft.chosen.idField && sameList && guess.idField !== null ? guess.idField : draft.idField;
  const timeField = !draft.chosen.timeField && sameList && guess.timeField !== null ? guess.timeField : draft.timeField;
  const isRecognised = draft.format.kind === '' && preview.failure === null && preview.format.kind !== 'json';
  const format = isRecognised ? formatFrom(preview.format) : draft.format;
  if (list === draft.list && idField === draft.idField && timeField === draft.timeField && !isRecognised) return draft;
  return { ...draft, format, list, idField, timeField };
}

/** Whether the table of the preview shows what the draft would give. */
export function showsDraft(draft: Draft, preview: Preview): boolean {
  const { used } = preview;
  return (
    (draft.format.kind === '' || JSON.stringify(formatToInput(draft.format)) === JSON.stringify(preview.format)) &&
    draft.list.trim() === used.list &&
    (draft.idField.trim() || 'id') === used.idField &&
    (draft.timeField.trim() || null) === used.timeField
  );
}
