import { Button, Menu } from '@mantine/core';
import { IconBellZ, IconPencil, IconSend, IconTrash } from '@tabler/icons-react';
import type { Alert, AlertStatus } from '../../src-preload/contract/index.ts';
import { durationWords } from '../../src-preload/contract/index.ts';
import { useSource } from '../bridge/store.ts';
import { useDashboards } from '../dashboards/dashboard-list.ts';
import { hrefOf } from '../shell/route.ts';
import { Ago } from '../ui/Ago.tsx';
import { removeAlert, sendTest, snooze, snoozes } from './alert-actions.ts';
import { whenWords } from './alert-words.ts';
import classes from './Alerts.module.css';
import { MessageList } from './MessageList.tsx';
import { PhaseMark } from './PhaseMark.tsx';

const icon = { size: 16, stroke: 1.8, 'aria-hidden': true } as const;

function Watched({ subject }: { subject: Alert['subject'] }) {
  const sourceId = subject.kind === 'source' ? subject.sourceId : null;
  const source = useSource(sourceId ?? '');
  const dashboardId = subject.kind === 'panel' ? subject.dashboardId : '';
  const dashboard = useDashboards((state) => state.items?.find(({ id }) => id === dashboardId));
  if (subject.kind === 'panel') {
    const title = dashboard?.title ?? subject.dashboardId;
    return (
      <>
        A panel of <a href={hrefOf({ screen: 'dashboard', id: subject.dashboardId })}>{title}</a>
      </>
    );
  }
  if (sourceId === null) return <>Every source</>;
  return <a href={hrefOf({ screen: 'source', id: sourceId, tab: 'records' })}>{source?.name ?? sourceId}</a>;
}

function ruleWords({ condition, forSeconds, readings, resendSeconds, mostResends }: Alert): string {
  return [
    `Fires when ${whenWords(condition)}`,
    ...(forSeconds > 0 ? [`for ${durationWords(forSeconds)}`] : []),
    ...(readings > 1 ? [`in ${readings} readings in a row`] : []),
    ...(resendSeconds === null ? [] : [`sent again every ${durationWords(resendSeconds)}, at most ${mostResends} times`]),
  ].join(', ');
}

function Actions({ status: { alert, snoozedUntil } }: { status: AlertStatus }) {
  return (
    <div className={classes['actions']}>
      <Button
        variant="default"
        size="compact-md"
        leftSection={<IconSend {...icon} />}
        onClick={() => void sendTest(alert)}
        data-testid="alert-test"
      >
        Test
      </Button>
      {snoozedUntil === null ? (
        <Menu position="bottom-start" width={200}>
          <Menu.Target>
            <Button variant="default" size="compact-md" leftSection={<IconBellZ {...icon} />} data-testid="alert-snooze">
              Snooze
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {snoozes.map(({ words, seconds }) => (
              <Menu.Item key={words} onClick={() => void snooze(alert, seconds())}>
                {words}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : (
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconBellZ {...icon} />}
          onClick={() => void snooze(alert, null)}
          data-testid="alert-wake"
        >
          End the snooze
        </Button>
      )}
      <Button
        component="a"
        href={hrefOf({ screen: 'alert', id: alert.id })}
        variant="default"
        size="compact-md"
        leftSection={<IconPencil {...icon} />}
        data-testid="alert-edit"
      >
        Edit
      </Button>
      <Button
        variant="default"
        size="compact-md"
        leftSection={<IconTrash {...icon} />}
        onClick={() => void removeAlert(alert)}
        data-testid="alert-remove"
      >
        Remove
      </Button>
    </div>
  );
}

/** All about one alert: what it watches, how each source stands, and what it has sent. */
export function AlertDetails({ status }: { status: AlertStatus }) {
  const { alert, standings } = status;
  return (
    <div className={classes['details']}>
      <p className={classes['rule']} data-testid="alert-rule">
        <Watched subject={alert.subject} />. {ruleWords(alert)}.
      </p>
      <Actions status={status} />
      {standings.length > 1 && (
        <ul className={classes['standings']} aria-label="Where each source stands">
          {standings.map((standing) => (
            <li key={standing.sourceId ?? ''}>
              <PhaseMark phase={alert.enabled ? standing.phase : 'off'} />
              <span>{standing.words}</span>
              <span className={classes['since']}>
                {standing.since !== null && (
                  <>
                    Since <Ago iso={standing.since} bare />
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      <MessageList status={status} />
    </div>
  );
}
