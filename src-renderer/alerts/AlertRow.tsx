import { IconChevronRight } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { AlertStatus } from '../../src-preload/contract/index.ts';
import { hrefOf } from '../shell/route.ts';
import { Ago } from '../ui/Ago.tsx';
import { holdWords, shownPhase, worstStanding } from './alert-words.ts';
import { AlertDetails } from './AlertDetails.tsx';
import classes from './Alerts.module.css';
import { PhaseMark } from './PhaseMark.tsx';

/** How many of the sources of an alert fire, where it watches several. */
function countWords({ standings }: AlertStatus): string {
  const firing = standings.filter(({ phase }) => phase === 'firing').length;
  return standings.length < 2 || firing === 0 ? '' : `${firing} of ${standings.length} sources. `;
}

/** One alert: where it stands in a line, and all about it when it is open. */
export function AlertRow({ status, open }: { status: AlertStatus; open: boolean }) {
  const { alert } = status;
  const row = useRef<HTMLAnchorElement>(null);
  const worst = worstStanding(status);
  const readAt = worst?.readAt ?? null;
  const since = worst?.since ?? null;
  const holds = holdWords(status);
  const label = `alert-details-${alert.id}`;
  useEffect(() => {
    if (open) row.current?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  return (
    <li className={classes['item']} data-testid={`alert-${alert.id}`}>
      <a
        ref={row}
        className={classes['row']}
        href={hrefOf(open ? { screen: 'alerts' } : { screen: 'alerts', id: alert.id })}
        aria-expanded={open}
        aria-controls={open ? label : undefined}
        role="button"
        data-testid="alert-open"
      >
        <IconChevronRight className={classes['arrow']} size={16} stroke={1.8} aria-hidden />
        <PhaseMark phase={shownPhase(status)} />
        <span className={classes['what']}>
          <strong>{alert.name}</strong>
          <span data-testid="alert-words">
            {countWords(status)}
            {worst === undefined ? 'Nothing has been read yet.' : worst.words}
            {readAt !== null && (
              <>
                {' '}
                Read <Ago iso={readAt} />.
              </>
            )}
          </span>
          {holds.length > 0 && (
            <span className={classes['holds']} data-testid="alert-holds">
              {holds.join(' · ')}
            </span>
          )}
        </span>
        <span className={classes['since']}>
          {since !== null && (
            <>
              Since <Ago iso={since} bare />
            </>
          )}
        </span>
      </a>
      {open && (
        <div id={label}>
          <AlertDetails status={status} />
        </div>
      )}
    </li>
  );
}
