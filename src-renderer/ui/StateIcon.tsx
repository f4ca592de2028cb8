import { IconAlertTriangleFilled, IconClockHour4, IconCloudOff, IconKey, IconPlayerPauseFilled } from '@tabler/icons-react';
import type { FreshnessState } from '../../src-preload/contract/index.ts';
import { cx } from './cx.ts';
import classes from './StateIcon.module.css';

function Shape({ state }: { state: FreshnessState }) {
  const icon = { size: 14, stroke: 2, 'aria-hidden': true } as const;
  switch (state) {
    case 'waiting':
    case 'rate-limited':
      return <IconClockHour4 {...icon} />;
    case 'sign-in':
      return <IconKey {...icon} />;
    case 'offline':
      return <IconCloudOff {...icon} />;
    case 'error':
      return <IconAlertTriangleFilled {...icon} />;
    case 'paused':
      return <IconPlayerPauseFilled {...icon} />;
    default:
      return (
        <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden>
          {state === 'live' && <path d="M8 1 3 8h3.2L6 13l5-7H7.8z" fill="currentColor" />}
          {state === 'fresh' && <circle cx="7" cy="7" r="5" fill="currentColor" />}
          {state === 'resting' && <circle cx="7" cy="7" r="3" fill="currentColor" />}
          {(state === 'stale' || state === 'very-stale') && (
            <>
              <circle cx="7" cy="7" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
              <path d={state === 'stale' ? 'M7 2.5a4.5 4.5 0 0 1 0 9z' : 'M2.5 7a4.5 4.5 0 0 0 9 0z'} fill="currentColor" />
            </>
          )}
          {state === 'refreshing' && (
            <path d="M7 2a5 5 0 1 1-5 5" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
          )}
          {state === 'never' && <circle cx="7" cy="7" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 2" />}
        </svg>
      );
  }
}

/** The shape and colour of a state. The words beside it say the same. */
export function StateIcon({ state }: { state: FreshnessState }) {
  return (
    <span className={cx(classes['icon'], classes[state])} aria-hidden>
      <Shape state={state} />
    </span>
  );
}
