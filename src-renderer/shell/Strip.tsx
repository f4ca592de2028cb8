import { IconAlertTriangle, IconInfoCircle, IconTag } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { cx } from '../ui/cx.ts';
import classes from './Strip.module.css';

type Tone = 'plain' | 'warning' | 'error' | 'demo';

const icons = { plain: IconInfoCircle, warning: IconAlertTriangle, error: IconAlertTriangle, demo: IconTag };

interface StripProps {
  tone: Tone;
  testId: string;
  action?: ReactNode;
  children: ReactNode;
}

export function Strip({ tone, testId, action, children }: StripProps) {
  const Icon = icons[tone];
  return (
    <div className={cx(classes['strip'], classes[tone])} role={tone === 'error' ? 'alert' : 'status'} data-testid={testId}>
      <Icon className={classes['icon']} size={16} stroke={1.8} aria-hidden />
      <div className={classes['text']}>{children}</div>
      {action}
    </div>
  );
}
