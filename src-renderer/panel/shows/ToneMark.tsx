import { IconAlertOctagonFilled, IconAlertTriangleFilled, IconCircleCheckFilled, IconInfoCircleFilled } from '@tabler/icons-react';
import type { Tone } from '../data/thresholds.ts';
import { toneWords } from '../data/thresholds.ts';
import classes from './shows.module.css';

const icons = {
  good: IconCircleCheckFilled,
  notice: IconInfoCircleFilled,
  warning: IconAlertTriangleFilled,
  bad: IconAlertOctagonFilled,
} as const;

/** A tone as a shape of its own, with its word for screen readers and on hover. */
export function ToneMark({ tone, size = 14 }: { tone: Tone; size?: number }) {
  const Icon = icons[tone];
  return (
    <span className={classes['tone']} data-tone={tone} title={toneWords[tone]}>
      <Icon size={size} aria-hidden />
      <span className="fr-hidden">{toneWords[tone]}</span>
    </span>
  );
}
