import { Fragment } from 'react';
import { sentenceParts } from '../../src-preload/contract/index.ts';
import type { Decision } from '../../src-preload/contract/index.ts';
import { absoluteTime, exactTimeWords, timeWords } from './format.ts';

/** Under this, minutes say too little, seconds. */
const SHORT_INTERVAL_S = 120;

/** A decision in words: numbers bold, times local, the full moments in the tooltip. */
export function Sentence({ decision }: { decision: Decision }) {
  const moments = new Map<string, string>();
  const parts = sentenceParts(decision, (iso) => {
    const isShort = (decision.inputs.intervalSeconds ?? Infinity) <= SHORT_INTERVAL_S;
    const words = isShort ? exactTimeWords(iso) : timeWords(iso);
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
