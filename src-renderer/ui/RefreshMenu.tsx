import { ActionIcon, Menu } from '@mantine/core';
import { IconBell, IconChevronDown, IconPlayerPause, IconPlayerPlay, IconRefreshAlert } from '@tabler/icons-react';
import type { SourceStatus } from '../../src-preload/contract/index.ts';
import { go } from '../shell/route.ts';
import { force, HOUR_S, pause, resume, secondsUntilTomorrow } from './actions.ts';
import { priceOf, priceWords } from './price.ts';
import classes from './RefreshButton.module.css';
import { ruleWords } from './state-words.ts';

const icon = { size: 16, stroke: 1.8, 'aria-hidden': true } as const;

function Items({ source }: { source: SourceStatus }) {
  const { id } = source;
  return (
    <>
      <Menu.Label maw={280}>{ruleWords(source)}</Menu.Label>
      <Menu.Item leftSection={<IconRefreshAlert {...icon} />} onClick={() => void force(id)} data-testid="force">
        Force refresh · {priceWords(priceOf([source]))}
      </Menu.Item>
      <Menu.Divider />
      {source.paused && (
        <Menu.Item leftSection={<IconPlayerPlay {...icon} />} onClick={() => void resume(id)} data-testid="resume">
          Resume
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconPlayerPause {...icon} />} onClick={() => void pause(id, HOUR_S)}>
        Pause for 1 h
      </Menu.Item>
      <Menu.Item leftSection={<IconPlayerPause {...icon} />} onClick={() => void pause(id, secondsUntilTomorrow())}>
        Pause until tomorrow
      </Menu.Item>
      <Menu.Item leftSection={<IconPlayerPause {...icon} />} onClick={() => void pause(id, null)}>
        Pause until resumed
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item
        leftSection={<IconBell {...icon} />}
        onClick={() => go({ screen: 'alert', id: null, on: { kind: 'source', sourceId: id } })}
        data-testid="source-alert"
      >
        Alert on this…
      </Menu.Item>
    </>
  );
}

/** The other half of the split button. */
export function RefreshMenu({ source, small }: { source: SourceStatus; small: boolean }) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="default"
          size={small ? 28 : 36}
          w={small ? 22 : 28}
          miw={0}
          className={classes['more']}
          aria-label={`More about refreshing ${source.name}`}
          data-testid="refresh-menu"
        >
          <IconChevronDown size={14} stroke={1.8} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Items source={source} />
      </Menu.Dropdown>
    </Menu>
  );
}
