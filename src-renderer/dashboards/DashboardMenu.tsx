import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowBackUp,
  IconCopy,
  IconDeviceTv,
  IconDots,
  IconDownload,
  IconLayoutGrid,
  IconList,
  IconPrinter,
  IconSettings,
  IconTrash,
} from '@tabler/icons-react';
import type { Dashboard } from '../../src-preload/contract/index.ts';
import { go } from '../shell/route.ts';
import { shortcutWords } from '../shell/shortcuts.ts';
import { duplicateDashboard, exportDashboard, removeDashboard } from './dashboard-actions.ts';
import { undoChange } from './dashboard-store.ts';

const icon = { size: 16, stroke: 1.8, 'aria-hidden': true } as const;

interface DashboardMenuProps {
  dashboard: Dashboard;
  undoable: number;
  onSettings: () => void;
  onLayout: () => void;
  onWall: () => void;
}

/** Everything that can be done with a dashboard as a whole. */
export function DashboardMenu({ dashboard, undoable, onSettings, onLayout, onWall }: DashboardMenuProps) {
  const { id, title } = dashboard;
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label={`Menu of the dashboard ${title}`} data-testid="dashboard-menu">
          <IconDots {...icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconLayoutGrid {...icon} />} rightSection="e" onClick={onLayout} data-testid="edit-layout">
          Change the layout
        </Menu.Item>
        <Menu.Item leftSection={<IconSettings {...icon} />} onClick={onSettings} data-testid="dashboard-settings">
          Settings of this dashboard
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowBackUp {...icon} />}
          rightSection={shortcutWords('mod Z')}
          disabled={undoable === 0}
          onClick={() => void undoChange(id)}
          data-testid="dashboard-undo"
        >
          Undo the last change
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconDeviceTv {...icon} />} rightSection="f" onClick={onWall} data-testid="wallboard">
          Wallboard
        </Menu.Item>
        <Menu.Item leftSection={<IconPrinter {...icon} />} onClick={() => window.print()}>
          Print
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconList {...icon} />} onClick={() => go({ screen: 'dashboards' })} data-testid="all-dashboards">
          All dashboards
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => void duplicateDashboard(id)}>
          Duplicate
        </Menu.Item>
        <Menu.Item leftSection={<IconDownload {...icon} />} onClick={() => void exportDashboard(id)} data-testid="dashboard-export">
          Export as JSON
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash {...icon} />} onClick={() => void removeDashboard(id, title)} data-testid="dashboard-remove">
          Remove
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
