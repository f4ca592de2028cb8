import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { AlertStatus } from '../../src-preload/contract/index.ts';
import { useFreshet } from '../bridge/store.ts';
import { hrefOf } from '../shell/route.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Screen } from '../ui/Screen.tsx';
import { loadAlerts, useAlerts } from './alert-list.ts';
import { shownPhase } from './alert-words.ts';
import type { ShownPhase } from './alert-words.ts';
import { AlertRow } from './AlertRow.tsx';
import classes from './Alerts.module.css';

const ORDER: readonly ShownPhase[] = ['firing', 'pending', 'unknown', 'ok', 'off'];

/** What fires first; among those that stand alike by name. */
const inOrder = (items: readonly AlertStatus[]) =>
  [...items].sort(
    (one, other) => ORDER.indexOf(shownPhase(one)) - ORDER.indexOf(shownPhase(other)) || one.alert.name.localeCompare(other.alert.name),
  );

function Add() {
  return (
    <Button
      component="a"
      href={hrefOf({ screen: 'alert', id: null })}
      leftSection={<IconPlus size={16} stroke={1.8} aria-hidden />}
      data-testid="add-alert"
    >
      Add an alert
    </Button>
  );
}

/** All alerts and where they stand. `open`: the id of the one that is open. */
export function AlertsScreen({ open }: { open: string | null }) {
  const items = useAlerts((state) => state.items);
  const error = useAlerts((state) => state.error);
  const noSource = useFreshet((state) => state.order.length === 0);
  const sorted = useMemo(() => (items === null ? null : inOrder(items)), [items]);
  if (sorted === null)
    return error === null ? <Loading words="Loading the alerts" /> : <ErrorState error={error} onRetry={() => void loadAlerts()} />;
  if (sorted.length === 0) {
    return (
      <Screen title="Alerts">
        <EmptyState
          title="No alerts yet"
          text={
            noSource
              ? 'An alert tells you when a number passes a limit, or when data grow old or a source fails. Add a source first.'
              : 'An alert tells you when a number of a panel passes a limit, or when data grow old or a source fails. It is read after each refresh and costs no call.'
          }
          action={noSource ? <a href={hrefOf({ screen: 'add-source' })}>Add a source</a> : <Add />}
        />
      </Screen>
    );
  }
  return (
    <Screen title="Alerts" actions={<Add />}>
      <ul className={classes['list']}>
        {sorted.map((status) => (
          <AlertRow key={status.alert.id} status={status} open={open === status.alert.id} />
        ))}
      </ul>
    </Screen>
  );
}
