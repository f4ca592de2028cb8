import { IconBellOff, IconBellRinging, IconCircleCheck, IconHelpCircle, IconHourglass } from '@tabler/icons-react';
import classes from './Alerts.module.css';
import { phaseNames } from './alert-words.ts';
import type { ShownPhase } from './alert-words.ts';

const icons: Record<ShownPhase, typeof IconBellOff> = {
  firing: IconBellRinging,
  pending: IconHourglass,
  ok: IconCircleCheck,
  unknown: IconHelpCircle,
  off: IconBellOff,
};

const meanings: Record<ShownPhase, string> = {
  firing: 'The condition holds.',
  pending: 'The condition holds, not for long enough yet.',
  ok: 'The condition does not hold.',
  unknown: 'What it watches could not be read yet.',
  off: 'Switched off; nothing is read or sent.',
};

/** Where an alert stands, in shape and words. */
export function PhaseMark({ phase }: { phase: ShownPhase }) {
  const Icon = icons[phase];
  return (
    <span className={classes['phase']} data-phase={phase} title={meanings[phase]} data-testid="alert-phase">
      <Icon size={16} stroke={1.8} aria-hidden />
      {phaseNames[phase]}
    </span>
  );
}
