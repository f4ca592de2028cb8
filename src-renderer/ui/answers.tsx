import type { RefreshAnswer } from '../../src-preload/contract/index.ts';
import { sentence } from '../../src-preload/contract/index.ts';
import { sourceNow } from '../bridge/store.ts';
import { go } from '../shell/route.ts';
import { countWords, timeWords } from './format.ts';
import { notify } from './notify.tsx';
import { Sentence } from './Sentence.tsx';

const nameOf = (id: string) => sourceNow(id)?.name ?? id;
const SENTENCES_SHOWN = 3;

/** Says what became of a press of Refresh, unless it simply started: the button and the chip say that. */
export function showAnswer(answer: RefreshAnswer): void {
  if (answer.answer === 'started') return;
  const id = answer.sourceId;
  const isQuota = answer.decision.reason === 'quota-spent';
  notify({
    id: `answer-${id}`,
    title: nameOf(id),
    text: <Sentence decision={answer.decision} />,
    tone: answer.answer === 'refused' ? 'warning' : 'plain',
    ...(answer.answer === 'refused'
      ? { offer: { label: isQuota ? 'See the quota' : 'See why', run: () => go({ screen: 'source', id, tab: isQuota ? 'quota' : 'why' }) } }
      : {}),
  });
}

/** One message for a press that asked for many. */
export function showAnswers(answers: readonly RefreshAnswer[], mode: 'due' | 'normal' | 'force'): void {
  const of = (kind: RefreshAnswer['answer']) => answers.filter((answer) => answer.answer === kind);
  const started = of('started').length;
  const joined = of('joined').length;
  const refused = of('refused');
  if (started + joined + refused.length === 0) {
    notify({ id: 'answers', text: mode === 'due' ? 'Nothing is due: every source is young enough' : 'There is no source to refresh' });
    return;
  }
  const parts = [
    ...(started > 0 ? [`Refreshing ${countWords(started, 'source')}`] : []),
    ...(joined > 0 ? [`${joined} joined a refresh that is running`] : []),
    ...(refused.length > 0 ? [`${refused.length} refused`] : []),
  ];
  const shown = refused.slice(0, SENTENCES_SHOWN);
  notify({
    id: 'answers',
    title: parts.join(' · '),
    text: [
      ...shown.map((answer) => `${nameOf(answer.sourceId)}: ${sentence(answer.decision, timeWords)}.`),
      ...(refused.length > shown.length ? [`And ${refused.length - shown.length} more.`] : []),
    ].join(' '),
    tone: refused.length > 0 ? 'warning' : 'plain',
  });
}
