import { Fragment } from 'react';
import { sentenceParts } from '../../src-preload/contract/index.ts';
import type { Decision } from '../../src-preload/contract/index.ts';
import { absoluteTime, timeWords } from './format.ts';

/** A decision in words: numbers bold, times local, the full moments in the tooltip. */
export function Sentence({ decision }: { decision: Decision }) {
  const moments = new Map<string, string>();
  const parts = sentenceParts(decision, (iso) => {
    const words = timeWords(iso);
    moments.set(words, iso);
    return words;
  });
  return (
    <span>
      {parts.map((part, index) => {
        if (!part.strong) return <Fragment key={index}>{part.text}</Fragment>;
        const iso = moments.get(part.text);
        return (
          <strong key={index} title={iso === undefined ? undefined : absoluteTime(iso)}>
            {part.text}
          </strong>
        );
      })}
    </span>
  );
}
