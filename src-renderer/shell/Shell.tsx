import { useEffect } from 'react';
import { followAlerts } from '../alerts/alert-list.ts';
import { followDashboards } from '../dashboards/dashboard-list.ts';
import { followOpened } from '../dashboards/dashboard-store.ts';
import { usePrefs } from './prefs.ts';
import { CurrentScreen } from './CurrentScreen.tsx';
import { Palette } from './Palette.tsx';
import { Rail } from './Rail.tsx';
import classes from './Shell.module.css';
import { useRoute } from './route.ts';
import { ShortcutsHelp } from './ShortcutsHelp.tsx';
import { Strips } from './Strips.tsx';
import { TopBar } from './TopBar.tsx';
import { useKeyboard } from './use-keyboard.ts';
import { useTitle } from './use-title.ts';

export function Shell() {
  const collapsed = usePrefs((prefs) => prefs.railCollapsed);
  useKeyboard();
  useTitle();
  useEffect(() => {
    followDashboards();
    followOpened();
    followAlerts();
  }, []);
  // On the wall there is nothing around the dashboard.
  const onWall = useRoute().screen === 'wallboard';
  return (
    <div className={classes['shell']} data-rail={collapsed ? 'collapsed' : 'open'}>
      <a className={classes['skip']} href="#main" onClick={skipToMain}>
        Skip to the content
      </a>
      {!onWall && <Rail />}
      <div className={classes['column']}>
        {!onWall && <TopBar />}
        {!onWall && <Strips />}
        <main id="main" className={classes['main']} tabIndex={-1}>
          <CurrentScreen />
        </main>
      </div>
      <Palette />
      <ShortcutsHelp />
    </div>
  );
}

/** The fragment belongs to the routes, so the jump is made by hand. */
function skipToMain(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
