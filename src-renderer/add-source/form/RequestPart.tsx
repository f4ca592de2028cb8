import { Textarea } from '@mantine/core';
import { countWords } from '../../ui/format.ts';
import { ChoiceField } from './ChoiceField.tsx';
import { Fold } from './Fold.tsx';
import classes from './form.module.css';
import { PairsField } from './PairsField.tsx';
import type { PartProps } from './part.ts';
import { useProblem } from './problems.ts';

const METHODS = [
  ['GET', 'GET'],
  ['POST', 'POST'],
] as const;

/** What is sent besides the URL: method, query, headers and body. */
export function RequestPart({ draft, set, disabled }: PartProps) {
  const bodyProblem = useProblem('body');
  const set_ = [
    draft.method === 'POST' ? 'POST' : '',
    draft.query.length > 0 ? countWords(draft.query.length, 'parameter') : '',
    draft.headers.length > 0 ? countWords(draft.headers.length, 'header') : '',
  ].filter((words) => words !== '');
  return (
    <Fold title="Request" summary={set_.join(' · ') || 'GET'} paths={['method', 'query', 'headers', 'body']}>
      <div className={classes['row']}>
        <ChoiceField
          path="method"
          label="Method"
          value={draft.method}
          choices={METHODS}
          disabled={disabled}
          onChange={(method) => set({ method })}
        />
      </div>
      <PairsField
        path="query"
        label="Query parameters"
        one="parameter"
        pairs={draft.query}
        disabled={disabled}
        onChange={(query) => set({ query })}
      />
      <PairsField
        path="headers"
        label="Headers"
        one="header"
        hint="Put a key under Sign-in instead: headers are kept as plain text."
        pairs={draft.headers}
        disabled={disabled}
        onChange={(headers) => set({ headers })}
      />
      {draft.method === 'POST' && (
        <Textarea
          className={classes['mono']}
          label="Body"
          description="Usually JSON, or a GraphQL request."
          autosize
          minRows={3}
          maxRows={12}
          spellCheck={false}
          value={draft.body}
          error={bodyProblem}
          disabled={disabled}
          onChange={(event) => set({ body: event.currentTarget.value })}
          data-testid="field-body"
        />
      )}
    </Fold>
  );
}
