import { ActionIcon, Button, Group } from '@mantine/core';
import { IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import type { SourceStatus } from '../../src-preload/contract/index.ts';
import { useFreshet } from '../bridge/store.ts';
import { cancel, refresh } from './actions.ts';
import { usePending } from './pending.ts';
import classes from './RefreshButton.module.css';
import { RefreshMenu } from './RefreshMenu.tsx';

interface RefreshButtonProps {
  source: SourceStatus;
  /** `xs`: icons only, for rows. */
  size?: 'xs' | 'sm';
}

/** Refresh, which turns into Cancel while the refresh runs, and the menu with everything else about refreshing. */
export function RefreshButton({ source, size = 'sm' }: RefreshButtonProps) {
  const pending = usePending(source.id);
  const nothingChanges = useFreshet((state) => (state.app?.readOnly ?? null) !== null);
  const running = source.running !== null && !pending;
  const press = () => {
    if (running) void cancel(source.id);
    else if (!pending) void refresh(source.id);
  };
  const small = size === 'xs';
  const Icon = running ? IconPlayerStop : IconRefresh;
  const icon = <Icon size={16} stroke={1.8} aria-hidden className={pending ? classes['turning'] : undefined} />;
  const common = {
    onClick: press,
    disabled: nothingChanges,
    'aria-busy': pending,
    'data-testid': running ? 'cancel' : 'refresh',
    'aria-label': running ? `Cancel the refresh of ${source.name}` : `Refresh ${source.name}`,
  };
  return (
    <Group gap={0} wrap="nowrap" className={classes['group']}>
      {small ? (
        <ActionIcon {...common} variant="default" size={28} className={classes['main']} title={running ? 'Cancel' : 'Refresh'}>
          {icon}
        </ActionIcon>
      ) : (
        <Button {...common} variant="default" leftSection={icon} className={classes['main']} miw={116}>
          {running ? 'Cancel' : pending ? 'Refreshing' : 'Refresh'}
        </Button>
      )}
      <RefreshMenu source={source} small={small} />
    </Group>
  );
}
