import { IconChevronRight } from '@tabler/icons-react';
import { memo } from 'react';
import type { Decision } from '../../../src-preload/contract/index.ts';
import { absoluteTime, exactTimeWords } from '../../ui/format.ts';
import { Sentence } from '../../ui/Sentence.tsx';
import { triggerWords } from '../../ui/refresh-words.ts';
import classes from '../source.module.css';
import { inputWords } from './input-words.ts';

interface DecisionEntryProps {
  decision: Decision;
  open: boolean;
  onToggle: (id: string) => void;
}

function Inputs({ decision }: { decision: Decision }) {
  return (
    <table className={classes['inputs']}>
      <caption className="fr-hidden">What the decision was made from</caption>
      <tbody>
        {inputWords(decision).map((input) => (
          <tr key={input.name}>
            <th scope="row">{input.name}</th>
            <td title={input.title}>{input.value}</td>
          </tr>
        ))}
        {decision.trigger !== null && (
          <tr>
            <th scope="row">Set off</th>
            <td>{triggerWords(decision.trigger)}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

/** One decision in a sentence; unfolded, what it was made from. */
export const DecisionEntry = memo(function DecisionEntry({ decision, open, onToggle }: DecisionEntryProps) {
  const detailsId = `decision-${decision.id}`;
  return (
    <li className={classes['decision']} data-testid="decision" data-reason={decision.reason} data-action={decision.action}>
      <button
        type="button"
        className={classes['decisionHead']}
        aria-expanded={open}
        aria-controls={detailsId}
        onClick={() => onToggle(decision.id)}
      >
        <IconChevronRight size={16} stroke={1.6} aria-hidden />
        <time dateTime={decision.at} title={absoluteTime(decision.at)}>
          {exactTimeWords(decision.at)}
        </time>
        <span>
          <Sentence decision={decision} />
        </span>
      </button>
      <div id={detailsId} hidden={!open}>
        {open && <Inputs decision={decision} />}
      </div>
    </li>
  );
});
