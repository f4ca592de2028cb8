import { useCallback, useEffect, useRef, useState } from 'react';
import type { AlertStatus } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import { Ago } from '../ui/Ago.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Loading } from '../ui/Loading.tsx';
import { useLoaded } from '../ui/use-loaded.ts';
import { deliveryWords, eventNames } from './alert-words.ts';
import classes from './Alerts.module.css';

const SHOWN = 50;

/** Counts the changes of an alert, so that its messages are asked for again. */
function useChanges(status: AlertStatus): number {
  const before = useRef(status);
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    if (before.current === status) return;
    before.current = status;
    setChanges((known) => known + 1);
  }, [status]);
  return changes;
}

/** What an alert has sent, newest first, and what became of it. */
export function MessageList({ status }: { status: AlertStatus }) {
  const { id } = status.alert;
  const load = useCallback(() => api().alerts.messages({ alertId: id, limit: SHOWN }), [id]);
  const [loaded, retry] = useLoaded(load, useChanges(status));
  if (loaded.state === 'loading') return <Loading words="Loading the messages" />;
  if (loaded.state === 'failed') return <ErrorState error={loaded.error} onRetry={retry} />;
  const { items, nextCursor } = loaded.data;
  if (items.length === 0) return <p className={classes['none']}>It has sent nothing yet. Test sends a message now.</p>;
  return (
    <>
      <ul className={classes['messages']} aria-label="What it has sent" data-testid="alert-messages">
        {items.map((message) => (
          <li key={message.id} data-event={message.event}>
            <span className={classes['when']}>
              <strong>{eventNames[message.event]}</strong> <Ago iso={message.at} />
            </span>
            <span>{message.words}</span>
            {message.deliveries.map((delivery) => (
              <span key={delivery.channel} className={classes['delivery']} data-state={delivery.state}>
                {deliveryWords(delivery)}
              </span>
            ))}
          </li>
        ))}
      </ul>
      {nextCursor !== null && <p className={classes['none']}>The last {SHOWN} are shown; the API has those before.</p>}
    </>
  );
}
