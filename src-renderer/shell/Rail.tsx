import { UnstyledButton } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconRipple } from '@tabler/icons-react';
import { nav, navScreen } from './nav.ts';
import { toggleRail, usePrefs } from './prefs.ts';
import classes from './Rail.module.css';
import { hrefOf, useRoute } from './route.ts';

const icon = { size: 20, stroke: 1.6, 'aria-hidden': true } as const;

export function Rail() {
  const collapsed = usePrefs((prefs) => prefs.railCollapsed);
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
          aria-label={entry.name}
          aria-current={entry.route.screen === here ? 'page' : undefined}
        >
          <entry.icon {...icon} />
          <span className={classes['name']}>{entry.name}</span>
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
