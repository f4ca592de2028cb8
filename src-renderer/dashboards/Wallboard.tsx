import { ActionIcon, Select } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { Dashboard } from '../../src-preload/contract/index.ts';
import { useFreshet } from '../bridge/store.ts';
import { FreshnessLine } from '../shell/FreshnessLine.tsx';
import { go } from '../shell/route.ts';
import { announce } from '../ui/announce.ts';
import { cx } from '../ui/cx.ts';
import { Loading } from '../ui/Loading.tsx';
import { useNow } from '../ui/use-now.ts';
import { openDashboard, useOpened } from './dashboard-store.ts';
import { DashboardGrid } from './DashboardGrid.tsx';
import classes from './Dashboard.module.css';
import { useAsked } from './view-store.ts';
import { nextOnWall } from './wall.ts';

const icon = { size: 18, stroke: 1.8, 'aria-hidden': true } as const;
const clock = new Intl.DateTimeFormat(undefined, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
const intervals = [10, 20, 30, 60, 120, 300];

function Grid({ dashboard }: { dashboard: Dashboard }) {
  return <DashboardGrid dashboard={dashboard} asked={useAsked(dashboard)} editing={false} still />;
}

/** Dashboards one after the other, without anything around them. Escape ends it, Space holds it, the arrows go on or back. */
export function Wallboard({ ids, seconds }: { ids: readonly string[]; seconds: number }) {
  const [id, setId] = useState(ids[0] ?? '');
  const [held, setHeld] = useState(false);
  const opened = useOpened(id);
  const open = useFreshet((state) => state.link === 'open');
  const now = useNow(10_000);
  const rotates = ids.length > 1;
  const leave = () => {
    if (document.fullscreenElement !== null) void document.exitFullscreen();
    go({ screen: 'dashboard', id });
  };
  useEffect(() => {
    if (open) void openDashboard(id);
  }, [id, open]);
  useEffect(() => {
    if (!rotates || held) return;
    const timer = setInterval(() => setId((shown) => nextOnWall(ids, shown, 1)), seconds * 1000);
    return () => clearInterval(timer);
  }, [rotates, held, ids, seconds]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      if (event.key === 'Escape') leave();
      else if (event.key === 'ArrowRight') setId(nextOnWall(ids, id, 1));
      else if (event.key === 'ArrowLeft') setId(nextOnWall(ids, id, -1));
      else if (event.key === ' ' && !(event.target instanceof HTMLButtonElement)) setHeld(!held);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
  const title = opened?.shown.title;
  useEffect(() => {
    if (title !== undefined) announce(title);
  }, [title]);
  return (
    <section className={cx(classes['screen'], classes['wall'])} aria-label="Wallboard" data-testid="wall">
      <header className={classes['head']}>
        <h1 className={classes['title']}>{title}</h1>
        <FreshnessLine />
        <div className={classes['actions']}>
          {rotates && (
            <>
              <span className={classes['dots']} role="img" aria-label={`${ids.indexOf(id) + 1} of ${ids.length}`}>
                {ids.map((other) => (
                  <span key={other} data-here={other === id} />
                ))}
              </span>
              <Select
                aria-label="Seconds for each dashboard"
                data={intervals.map((each) => ({ value: String(each), label: each < 60 ? `${each} s` : `${each / 60} min` }))}
                value={String(seconds)}
                allowDeselect={false}
                w={90}
                onChange={(each) => go({ screen: 'wallboard', ids: [...ids], seconds: Number(each) })}
              />
              <ActionIcon
                variant="default"
                size={36}
                aria-label={held ? 'Go on' : 'Hold'}
                title={held ? 'Go on (Space)' : 'Hold (Space)'}
                onClick={() => setHeld(!held)}
              >
                {held ? <IconPlayerPlay {...icon} /> : <IconPlayerPause {...icon} />}
              </ActionIcon>
            </>
          )}
          <time className={classes['clock']}>{clock.format(now)}</time>
          <ActionIcon
            variant="default"
            size={36}
            aria-label="Leave the wallboard"
            title="Leave (Escape)"
            onClick={leave}
            data-testid="leave-wall"
          >
            <IconX {...icon} />
          </ActionIcon>
        </div>
      </header>
      {opened === undefined ? <Loading words="Opening the dashboard" /> : <Grid key={id} dashboard={opened.shown} />}
    </section>
  );
}
