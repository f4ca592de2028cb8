import { Button, Menu } from '@mantine/core';
import { IconCheck, IconInfinity, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import type { SessionMode } from '../../src-preload/contract/index.ts';
import { setWindowMode } from '../bridge/connection.ts';
import { useFreshet } from '../bridge/store.ts';
import { attempt } from '../ui/notify.tsx';

const icon = { size: 16, stroke: 1.8, 'aria-hidden': true } as const;

export const windowModes: readonly { mode: SessionMode; name: string; means: string; Icon: typeof IconPlayerPlay }[] = [
  { mode: 'play', name: 'Play', means: 'Refresh while I look at this window', Icon: IconPlayerPlay },
  { mode: 'pause', name: 'Pause', means: 'This window causes no refresh', Icon: IconPlayerPause },
  { mode: 'always', name: 'Always', means: 'Refresh also while this window is in the background', Icon: IconInfinity },
];

export async function chooseWindowMode(mode: SessionMode): Promise<void> {
  await attempt(() => setWindowMode(mode));
}

/** Whether this window lets sources refresh. */
export function WindowModeChip() {
  const current = useFreshet((state) => state.activity?.sessions.find((session) => session.id === state.sessionId)?.mode ?? 'play');
  const shown = windowModes.find((entry) => entry.mode === current);
  if (shown === undefined) return null;
  return (
    <Menu position="bottom-end" width={320}>
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<shown.Icon {...icon} />}
          aria-label={`${shown.name}: ${shown.means}. Change what this window does`}
          title={shown.means}
          data-testid="window-mode"
          data-mode={current}
        >
          {shown.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {windowModes.map(({ mode, name, means, Icon }) => (
          <Menu.Item
            key={mode}
            role="menuitemradio"
            aria-checked={mode === current}
            leftSection={<Icon {...icon} />}
            rightSection={mode === current ? <IconCheck {...icon} /> : null}
            onClick={() => void chooseWindowMode(mode)}
          >
            {name} · {means}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
