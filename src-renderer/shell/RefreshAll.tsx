import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import { IconChevronDown, IconRefresh } from '@tabler/icons-react';
import { useFreshet } from '../bridge/store.ts';
import { refreshAll } from '../ui/actions.ts';
import classes from '../ui/RefreshButton.module.css';
import { setRefreshMenu, useOverlays } from './overlays.ts';
import { RefreshAllItems } from './RefreshAllItems.tsx';

/** Refresh of everything, and the menu with the other ways to refresh or pause everything. */
export function RefreshAll() {
  const opened = useOverlays((state) => state.refreshMenu !== 'closed');
  const none = useFreshet((state) => state.sources.size === 0 || (state.app?.readOnly ?? null) !== null);
  return (
    <Group gap={0} wrap="nowrap" className={classes['group']}>
      <Button
        className={classes['main']}
        leftSection={<IconRefresh size={16} stroke={1.8} aria-hidden />}
        onClick={() => void refreshAll('normal')}
        disabled={none}
        data-testid="refresh-all"
      >
        Refresh all
      </Button>
      <Menu position="bottom-end" width={320} opened={opened} onChange={setRefreshMenu} returnFocus>
        <Menu.Target>
          <ActionIcon
            size={36}
            w={28}
            miw={0}
            variant="filled"
            className={classes['more']}
            aria-label="More about refreshing everything"
            data-testid="refresh-all-menu"
          >
            <IconChevronDown size={14} stroke={1.8} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <RefreshAllItems />
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
