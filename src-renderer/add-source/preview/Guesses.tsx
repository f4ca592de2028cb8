import { Button } from '@mantine/core';
import type { Preview } from '../../../src-preload/contract/index.ts';
import { countWords } from '../../ui/format.ts';
import { emptyPaging } from '../draft.ts';
import type { Draft } from '../draft.ts';
import classes from './preview.module.css';

interface Guess {
  label: string;
  apply: (draft: Draft) => Draft;
}

const LISTS_SHOWN = 5;

function guessesFor(draft: Draft, preview: Preview): Guess[] {
  const { guess, lists } = preview;
  const found: Guess[] = lists
    .filter((list) => list.path !== draft.list)
    .slice(0, LISTS_SHOWN)
    .map((list) => ({
      label: `Use ${list.path === '' ? 'the whole body' : list.path}, ${countWords(list.count, 'record')}`,
      apply: (before) => ({ ...before, list: list.path, chosen: { ...before.chosen, list: true } }),
    }));
  const { idField, timeField, nextCursor } = guess;
  if (idField !== null && idField !== (draft.idField || 'id')) {
    found.push({ label: `Use ${idField} as id`, apply: (before) => ({ ...before, idField, chosen: { ...before.chosen, idField: true } }) });
  }
  if (timeField !== null && timeField !== draft.timeField) {
    found.push({
      label: `Use ${timeField} as time`,
      apply: (before) => ({ ...before, timeField, chosen: { ...before.chosen, timeField: true } }),
    });
  }
  if (nextCursor !== null && draft.paging.kind === 'none') {
    found.push({
      label: `Read further pages by ${nextCursor}`,
      apply: (before) => ({ ...before, paging: { ...emptyPaging('cursor'), cursor: nextCursor } }),
    });
  }
  return found;
}

interface GuessesProps {
  draft: Draft;
  preview: Preview;
  onChange: (draft: Draft) => void;
}

/** What the response suggests and the form does not say yet, each a press away. */
export function Guesses({ draft, preview, onChange }: GuessesProps) {
  const guesses = guessesFor(draft, preview);
  if (guesses.length === 0) return null;
  return (
    <div role="group" aria-label="Suggestions from the response" className={classes['guesses']}>
      {guesses.map((guess) => (
        <Button key={guess.label} variant="default" size="compact-sm" onClick={() => onChange(guess.apply(draft))}>
          {guess.label}
        </Button>
      ))}
    </div>
  );
}
