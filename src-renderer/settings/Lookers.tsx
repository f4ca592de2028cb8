import type { Activity, Session } from '../../src-preload/contract/index.ts';
import { useFreshet } from '../bridge/store.ts';
import { Ago } from '../ui/Ago.tsx';
import { exactTimeWords } from '../ui/format.ts';
import { Card } from './Card.tsx';
import classes from './Settings.module.css';

const MODES: Record<Session['mode'], string> = { play: 'Play', pause: 'Pause', always: 'Always' };

function seenWords({ focused, visible }: Session): string {
  if (focused && visible) return 'in front';
  return visible ? 'visible' : 'hidden';
}

function standing({ locked, suspended, active, failure }: Activity): string {
  if (failure !== null) return `It cannot be told whether anybody looks (${failure}), so only openings count, for a minute each.`;
  if (suspended) return 'The computer sleeps, so nobody counts as looking.';
  if (locked) return 'The screen is locked, so only windows on Always count as looked at.';
  return active ? 'Somebody is looking.' : 'Nobody is looking.';
}

/** Through which windows and tabs somebody looks, as the engine sees it. */
export function Lookers() {
  const activity = useFreshet((state) => state.activity);
  const own = useFreshet((state) => state.sessionId);
  if (activity === null) return null;
  return (
    <Card title="Who is looking">
      <p className={classes['text']}>
        {standing(activity)}{' '}
        {!activity.active && activity.lastLookedAt !== null && (
          <>
            Last <Ago iso={activity.lastLookedAt} />.
          </>
        )}
      </p>
      <table className={classes['sessions']} data-testid="sessions">
        <thead>
          <tr>
            <th scope="col">Session</th>
            <th scope="col">Counts</th>
            <th scope="col">Mode</th>
            <th scope="col">Is</th>
            <th scope="col">Since</th>
            <th scope="col">Last sign</th>
            <th scope="col">Counts until</th>
          </tr>
        </thead>
        <tbody>
          {activity.sessions.map((session) => (
            <tr key={session.id}>
              <td>
                {session.kind === 'window' ? 'Window' : 'Tab'} {session.id.replace(/^\w+-/, '')}
                {session.id === own && ' (this one)'}
              </td>
              <td>{session.active ? 'yes' : 'no'}</td>
              <td>{MODES[session.mode]}</td>
              <td>{seenWords(session)}</td>
              <td>
                <Ago iso={session.startedAt} />
              </td>
              <td>
                <Ago iso={session.lastBeatAt} />
              </td>
              <td>{session.expiresAt === null ? '–' : exactTimeWords(session.expiresAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
