import { Menu, UnstyledButton } from '@mantine/core';
import { IconCheck, IconChevronDown, IconList } from '@tabler/icons-react';
import { go } from '../shell/route.ts';
import { useDashboards } from './dashboard-list.ts';
import classes from './Dashboard.module.css';

const icon = { size: 16, stroke: 1.8, 'aria-hidden': true } as const;

/** The title, which opens the other dashboards. */
export function DashboardSwitch({ id, title }: { id: string; title: string }) {
  const items = useDashboards((state) => state.items) ?? [];
  return (
    <h1 className={classes['title']}>
      <Menu position="bottom-start" width={280}>
        <Menu.Target>
          <UnstyledButton className={classes['switch']} aria-label={`${title}. Choose another dashboard`} data-testid="dashboard-switch">
            <span>{title}</span>
            <IconChevronDown {...icon} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown mah={420} className={classes['switchList']}>
          {items.map((item) => (
            <Menu.Item
              key={item.id}
              rightSection={item.id === id ? <IconCheck {...icon} /> : null}
              onClick={() => go({ screen: 'dashboard', id: item.id })}
            >
              {item.title}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconList {...icon} />} onClick={() => go({ screen: 'dashboards' })}>
            All dashboards
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </h1>
  );
}
