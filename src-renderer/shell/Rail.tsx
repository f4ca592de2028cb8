import { UnstyledButton } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconRipple } from '@tabler/icons-react';
import { firingCount, useAlerts } from '../alerts/alert-list.ts';
import { nav, navScreen } from './nav.ts';
import { toggleRail, usePrefs } from './prefs.ts';
import classes from './Rail.module.css';
import { hrefOf, useRoute } from './route.ts';

const icon = { size: 20, stroke: 1.6, 'aria-hidden': true } as const;

/** How many alerts fire; nothing while none does. */
function Firing({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    // Drawn by the style sheet: the name of the link says it in words.
    <span className={classes['badge']} data-count={count > 99 ? '99+' : count} data-testid="alerts-firing" aria-hidden />
  );
}

export function Rail() {
  const collapsed = usePrefs((prefs) => prefs.railCollapsed);
  const firing = useAlerts(firingCount);
  const here = navScreen(useRoute());
  const Toggle = collapsed ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  return (
    <nav className={classes['rail']} data-collapsed={collapsed} aria-label="Main">
      <div className={classes['brand']}>
        <IconRipple {...icon} />
        <span className={classes['name']}>Freshet</span>
      </div>
      {nav.map((entry) => (
        <a
          key={entry.name}
          className={classes['item']}
          href={hrefOf(entry.route)}
          title={entry.name}
          aria-label={entry.route.screen === 'alerts' && firing > 0 ? `${entry.name}, ${firing} firing` : entry.name}
          aria-current={entry.route.screen === here ? 'page' : undefined}
        >
          <entry.icon {...icon} />
          <span className={classes['name']}>{entry.name}</span>
          {entry.route.screen === 'alerts' && <Firing count={firing} />}
        </a>
      ))}
      <UnstyledButton
        className={classes['toggle']}
        onClick={toggleRail}
        aria-expanded={!collapsed}
        aria-label={collapsed ? 'Show the names in the rail' : 'Collapse the rail'}
        title={collapsed ? 'Show names' : 'Show icons only'}
      >
        <Toggle {...icon} />
        <span className={classes['name']}>Collapse</span>
      </UnstyledButton>
    </nav>
  );
}
