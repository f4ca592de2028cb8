import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import { IconChevronDown, IconPlayerStop, IconRefresh, IconRefreshAlert } from '@tabler/icons-react';
import { useShallow } from 'zustand/react/shallow';
import { useFreshet } from '../bridge/store.ts';
import { refreshSources } from '../panel/panel-actions.ts';
import { cancel } from '../ui/actions.ts';
import { countWords } from '../ui/format.ts';
import { priceOf, priceWords } from '../ui/price.ts';
import classes from '../ui/RefreshButton.module.css';
import { ruleWords } from '../ui/state-words.ts';

const icon = { size: 16, stroke: 1.8, 'aria-hidden': true } as const;
const RULES_SHOWN = 3;

/** Refreshes the sources of one dashboard; becomes Cancel while they run. */
export function DashboardRefresh({ sourceIds }: { sourceIds: readonly string[] }) {
  const sources = useFreshet(useShallow((state) => sourceIds.flatMap((id) => state.sources.get(id) ?? [])));
  const running = sources.filter((source) => source.running !== null);
  const ids = sources.map(({ id }) => id);
  if (ids.length === 0) return null;
  const busy = running.length > 0;
  const rules = [...new Set(sources.map(ruleWords))];
  return (
    <Group gap={0} wrap="nowrap" className={classes['group']}>
      <Button
        variant="default"
        className={classes['main']}
        miw={116}
        leftSection={busy ? <IconPlayerStop {...icon} /> : <IconRefresh {...icon} />}
        onClick={() => {
          if (busy) for (const { id } of running) void cancel(id);
          else void refreshSources(ids, 'normal');
        }}
        aria-label={busy ? 'Cancel the refreshes of this dashboard' : `Refresh the ${countWords(ids.length, 'source')} of this dashboard`}
        data-testid="dashboard-refresh"
      >
        {busy ? 'Cancel' : 'Refresh'}
      </Button>
      <Menu position="bottom-end" width={300}>
        <Menu.Target>
          <ActionIcon
            variant="default"
            size={36}
            w={28}
            miw={0}
            className={classes['more']}
            aria-label="More about refreshing this dashboard"
            data-testid="dashboard-refresh-menu"
          >
            <IconChevronDown size={14} stroke={1.8} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {rules.slice(0, RULES_SHOWN).map((rule) => (
            <Menu.Label key={rule}>{rule}</Menu.Label>
          ))}
          {rules.length > RULES_SHOWN && <Menu.Label>and {countWords(rules.length - RULES_SHOWN, 'more rule')}</Menu.Label>}
          <Menu.Item leftSection={<IconRefreshAlert {...icon} />} onClick={() => void refreshSources(ids, 'force')}>
            Force its {countWords(ids.length, 'source')} · {priceWords(priceOf(sources))}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
