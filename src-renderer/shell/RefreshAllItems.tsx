import { Menu } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop, IconRefresh, IconRefreshAlert } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useFreshet } from '../bridge/store.ts';
import { cancel, HOUR_S, pauseAll, refreshAll, resumeAll, secondsUntilTomorrow } from '../ui/actions.ts';
import { priceOf, priceWords } from '../ui/price.ts';
import { useOverlays } from './overlays.ts';
import { shortcutWords } from './shortcuts.ts';

const icon = { size: 16, stroke: 1.8, 'aria-hidden': true } as const;

function cancelAll(): void {
  for (const source of useFreshet.getState().sources.values()) if (source.running !== null) void cancel(source.id);
}

export function RefreshAllItems() {
  const price = useFreshet((state) => priceWords(priceOf(state.sources.values())));
  const running = useFreshet((state) => [...state.sources.values()].filter((source) => source.running !== null).length);
  const paused = useFreshet((state) => state.app?.paused ?? false);
  const asksForPrice = useOverlays((state) => state.refreshMenu === 'force');
  const forceItem = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!asksForPrice) return;
    // The menu takes the focus itself once it is on screen.
    const timer = setTimeout(() => forceItem.current?.focus(), 60);
    return () => clearTimeout(timer);
  }, [asksForPrice]);
  return (
    <>
      {running > 0 && (
        <Menu.Item leftSection={<IconPlayerStop {...icon} />} onClick={cancelAll}>
          Cancel what is running ({running})
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<IconRefresh {...icon} />}
        rightSection={shortcutWords('mod R')}
        onClick={() => void refreshAll('due')}
        data-testid="refresh-due"
      >
        Refresh what is due
      </Menu.Item>
      <Menu.Item
        ref={forceItem}
        leftSection={<IconRefreshAlert {...icon} />}
        rightSection={shortcutWords('mod shift R')}
        onClick={() => void refreshAll('force')}
        data-testid="force-all"
      >
        Force all · {price}
      </Menu.Item>
      <Menu.Divider />
      {paused && (
        <Menu.Item leftSection={<IconPlayerPlay {...icon} />} onClick={() => void resumeAll()} data-testid="resume-all">
          Resume everything
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconPlayerPause {...icon} />} onClick={() => void pauseAll(HOUR_S)}>
        Pause everything for 1 h
      </Menu.Item>
      <Menu.Item leftSection={<IconPlayerPause {...icon} />} onClick={() => void pauseAll(secondsUntilTomorrow())}>
        Pause everything until tomorrow
      </Menu.Item>
      <Menu.Item leftSection={<IconPlayerPause {...icon} />} onClick={() => void pauseAll(null)}>
        Pause everything until resumed
      </Menu.Item>
    </>
  );
}
