import { ActionIcon } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { FreshnessLine } from './FreshnessLine.tsx';
import { RefreshAll } from './RefreshAll.tsx';
import { shortcutWords } from './shortcuts.ts';
import classes from './TopBar.module.css';
import { WindowModeChip } from './WindowModeChip.tsx';

export function TopBar() {
  return (
    <header className={classes['bar']}>
      <FreshnessLine />
      <div className={classes['tools']}>
        <ActionIcon
          variant="default"
          size={36}
          onClick={spotlight.open}
          aria-label="Search for sources and actions"
          title={`Search for sources and actions (${shortcutWords('mod K')})`}
          data-testid="palette-open"
        >
          <IconSearch size={16} stroke={1.8} aria-hidden />
        </ActionIcon>
        <WindowModeChip />
        <RefreshAll />
      </div>
    </header>
  );
}
