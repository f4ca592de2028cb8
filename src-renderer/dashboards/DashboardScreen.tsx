import { Button } from '@mantine/core';
import { IconCheck, IconPlus } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { Dashboard } from '../../src-preload/contract/index.ts';
import { go, hrefOf } from '../shell/route.ts';
import { useFreshet } from '../bridge/store.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { KnownAt } from '../ui/KnownAt.tsx';
import { Loading } from '../ui/Loading.tsx';
import { ConflictNote } from './ConflictNote.tsx';
import { rememberDashboard, useDashboards } from './dashboard-list.ts';
import { openDashboard, undoChange, useOpened, useOpenError } from './dashboard-store.ts';
import { DashboardGrid } from './DashboardGrid.tsx';
import { DashboardMenu } from './DashboardMenu.tsx';
import { DashboardRefresh } from './DashboardRefresh.tsx';
import { DashboardSettings } from './DashboardSettings.tsx';
import { DashboardSwitch } from './DashboardSwitch.tsx';
import classes from './Dashboard.module.css';
import { ParameterControls } from './ParameterControls.tsx';
import { RangeControl } from './RangeControl.tsx';
import { useDashboardKeys } from './use-dashboard-keys.ts';
import { chooseAsOf, chooseParameter, chooseRange, useAsked } from './view-store.ts';
import { startWall } from './wall.ts';

const icon = { size: 16, stroke: 1.8, 'aria-hidden': true } as const;

function AddPanel({ id, first = false }: { id: string; first?: boolean }) {
  return (
    <Button
      component="a"
      href={hrefOf({ screen: 'panel', dashboardId: id, panelId: null })}
      variant={first ? 'filled' : 'default'}
      leftSection={<IconPlus {...icon} />}
      data-testid="add-panel"
    >
      Add a panel
    </Button>
  );
}

function Shown({ dashboard, undoable }: { dashboard: Dashboard; undoable: number }) {
  const { id, title } = dashboard;
  const asked = useAsked(dashboard);
  const [editing, setEditing] = useState(false);
  const [settings, setSettings] = useState(false);
  const sources = useDashboards((state) => state.items?.find((item) => item.id === id)?.sources);
  const wall = () => startWall([id]);
  useDashboardKeys({
    onLayout: () => setEditing(!editing),
    onWall: wall,
    onUndo: () => {
      if (undoable > 0) void undoChange(id);
    },
    onAdd: () => go({ screen: 'panel', dashboardId: id, panelId: null }),
    onEscape: () => setEditing(false),
  });
  return (
    <section className={classes['screen']} aria-label={title} data-testid={`dashboard-${id}`}>
      <header className={classes['head']}>
        <DashboardSwitch id={id} title={title} />
        <div className={classes['tools']}>
          <RangeControl range={asked.range} onChange={(range) => chooseRange(id, range)} />
          <KnownAt asOf={asked.asOf ?? null} reachesBackTo={null} what="the panels" onChange={(asOf) => chooseAsOf(id, asOf)}>
            Time ranges end then. What a source&apos;s log of changes no longer holds is refused by its panel.
          </KnownAt>
          <ParameterControls dashboard={dashboard} values={asked.parameters} onChange={(name, value) => chooseParameter(id, name, value)} />
        </div>
        <div className={classes['actions']}>
          {editing ? (
            <>
              <AddPanel id={id} />
              <Button leftSection={<IconCheck {...icon} />} onClick={() => setEditing(false)} data-testid="layout-done">
                Done
              </Button>
            </>
          ) : (
            <DashboardRefresh sourceIds={sources ?? []} />
          )}
          <DashboardMenu
            dashboard={dashboard}
            undoable={undoable}
            onSettings={() => setSettings(true)}
            onLayout={() => setEditing(!editing)}
            onWall={wall}
          />
        </div>
      </header>
      <ConflictNote id={id} />
      {editing && (
        <p className={classes['hint']} role="status">
          Drag a panel by its handle or its lower corner. By keyboard: Tab to a handle, arrows move, Shift and arrows resize. Every change
          is saved; {undoable > 0 ? 'Undo takes them back one by one.' : 'Undo takes it back.'}
        </p>
      )}
      {dashboard.panels.length === 0 ? (
        <EmptyState
          title="This dashboard is empty"
          text="A panel is a query over your records and a way to show it. Choose a source and what to show of it; SQL is there if you want it."
          action={<AddPanel id={id} first />}
        />
      ) : (
        <DashboardGrid dashboard={dashboard} asked={asked} editing={editing} />
      )}
      {settings && <DashboardSettings dashboard={dashboard} onClose={() => setSettings(false)} />}
    </section>
  );
}

/** One dashboard: what is known of it at once, then what the engine has. */
export function DashboardScreen({ id }: { id: string }) {
  const opened = useOpened(id);
  const error = useOpenError(id);
  const open = useFreshet((state) => state.link === 'open');
  useEffect(() => {
    if (open) void openDashboard(id);
  }, [id, open]);
  useEffect(() => rememberDashboard(id), [id]);
  if (opened === undefined) {
    return error === undefined ? (
      <Loading words="Opening the dashboard" />
    ) : (
      <ErrorState error={error} onRetry={() => void openDashboard(id)} />
    );
  }
  return <Shown dashboard={opened.shown} undoable={opened.stored.undoable} />;
}
