import { Fragment } from 'react';
import { enrichmentParts, sentenceParts } from '../../src-preload/contract/index.ts';
import type { Decision, EnrichmentStatus, FormatTime, SentencePart } from '../../src-preload/contract/index.ts';
import { absoluteTime, exactTimeWords, timeWords } from './format.ts';

/** Under this, minutes say too little, seconds. */
const SHORT_INTERVAL_S = 120;

interface WordsProps {
  parts: (time: FormatTime) => SentencePart[];
  /** Write times to the second. */
  exact: boolean;
}

/** A sentence in words: numbers bold, times local, the full moments in the tooltip. */
function Words({ parts, exact }: WordsProps) {
  const moments = new Map<string, string>();
  const written = parts((iso) => {
    const words = exact ? exactTimeWords(iso) : timeWords(iso);
    moments.set(words, iso);
    return words;
  });
  return (
    <span>
      {written.map((part, index) => {
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

/** A decision in words. */
export function Sentence({ decision }: { decision: Decision }) {
  const exact = (decision.inputs.intervalSeconds ?? Infinity) <= SHORT_INTERVAL_S;
  return <Words parts={(time) => sentenceParts(decision, time)} exact={exact} />;
}

/** Why details are fetched or not, in words. */
export function DetailsSentence({ enrichment }: { enrichment: EnrichmentStatus }) {
  return <Words parts={(time) => enrichmentParts(enrichment, time)} exact={enrichment.reason === 'next-run'} />;
}
