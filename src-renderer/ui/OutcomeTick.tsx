import type { Outcome } from '../../src-preload/contract/index.ts';
import { cx } from './cx.ts';
import { outcomeName } from './outcome.ts';
import classes from './OutcomeTick.module.css';

interface OutcomeTickProps {
  /** null while the refresh runs. */
  outcome: Outcome | null;
  /** What else the tooltip says, such as the time. */
  title?: string;
  /** With the name of the outcome beside the tick. */
  words?: boolean;
  /** Named by what surrounds it. */
  decorative?: boolean;
}

/** How one refresh ended: a tick whose height and filling say the same as its colour. */
export function OutcomeTick({ outcome, title, words = false, decorative = false }: OutcomeTickProps) {
  const name = outcomeName(outcome);
  const label = title === undefined ? name : `${name} · ${title}`;
  return (
    <span className={classes['box']} title={label} data-outcome={outcome ?? 'running'}>
      <span
        className={cx(classes['tick'], classes[outcome ?? 'running'])}
        {...(words || decorative ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      />
      {words && name}
    </span>
  );
}
