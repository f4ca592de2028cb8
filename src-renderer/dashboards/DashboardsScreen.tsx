import { ActionIcon, Button, Checkbox, FileButton, Menu, TextInput } from '@mantine/core';
import {
  IconChevronDown,
  IconChevronUp,
  IconCopy,
  IconDeviceTv,
  IconDots,
  IconDownload,
  IconPlus,
  IconTrash,
  IconUpload,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { DashboardSummary } from '../../src-preload/contract/index.ts';
import { useFreshet } from '../bridge/store.ts';
import { hrefOf } from '../shell/route.ts';
import { Ago } from '../ui/Ago.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { countWords } from '../ui/format.ts';
import { Loading } from '../ui/Loading.tsx';
import { Screen } from '../ui/Screen.tsx';
import {
  createDashboard,
  duplicateDashboard,
  exportDashboard,
  importDashboard,
  moveDashboard,
  removeDashboard,
} from './dashboard-actions.ts';
import { loadDashboards, useDashboards } from './dashboard-list.ts';
import classes from './DashboardsScreen.module.css';
import { startWall } from './wall.ts';

const icon = { size: 16, stroke: 1.8, 'aria-hidden': true } as const;

function Create() {
  const [title, setTitle] = useState('');
  return (
    <form
      className={classes['create']}
      onSubmit={(event) => {
        event.preventDefault();
        void createDashboard(title.trim() === '' ? 'New dashboard' : title.trim());
      }}
    >
      <TextInput
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        placeholder="Title of a new dashboard"
        aria-label="Title of a new dashboard"
        maxLength={200}
        data-testid="new-dashboard-title"
      />
      <Button type="submit" leftSection={<IconPlus {...icon} />} data-testid="new-dashboard">
        Create
      </Button>
    </form>
  );
}

function Import() {
  return (
    <FileButton accept="application/json,.json" onChange={(file) => void (file !== null && importDashboard(file))}>
      {(props) => (
        <Button {...props} variant="default" leftSection={<IconUpload {...icon} />} data-testid="import-dashboard">
          Import
        </Button>
      )}
    </FileButton>
  );
}

interface RowProps {
  item: DashboardSummary;
  ids: readonly string[];
  chosen: boolean;
  onChoose: () => void;
}

function Row({ item, ids, chosen, onChoose }: RowProps) {
  const { id, title, about, panels, sources, changedAt } = item;
  const names = useFreshet((state) => sources.map((source) => state.sources.get(source)?.name ?? source).join(', '));
  const at = ids.indexOf(id);
  return (
    <li className={classes['row']} data-testid={`dashboard-row-${id}`}>
      <Checkbox checked={chosen} onChange={onChoose} aria-label={`Show ${title} on the wallboard`} title="Show on the wallboard" />
      <a className={classes['name']} href={hrefOf({ screen: 'dashboard', id })}>
        <strong>{title}</strong>
        {about !== '' && <span>{about}</span>}
      </a>
      <span className={classes['facts']}>
        {countWords(panels, 'panel')}
        {names !== '' && ` · ${names}`}
      </span>
      <span className={classes['facts']}>
        Changed <Ago iso={changedAt} />
      </span>
      <span className={classes['tools']}>
        <ActionIcon
          variant="subtle"
          color="gray"
          disabled={at === 0}
          aria-label={`Move ${title} up`}
          onClick={() => void moveDashboard(ids, id, -1)}
        >
          <IconChevronUp {...icon} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          disabled={at === ids.length - 1}
          aria-label={`Move ${title} down`}
          onClick={() => void moveDashboard(ids, id, 1)}
        >
          <IconChevronDown {...icon} />
        </ActionIcon>
        <Menu position="bottom-end" width={200}>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`Menu of ${title}`}>
              <IconDots {...icon} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => void duplicateDashboard(id)}>
              Duplicate
            </Menu.Item>
            <Menu.Item leftSection={<IconDownload {...icon} />} onClick={() => void exportDashboard(id)}>
              Export as JSON
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash {...icon} />} onClick={() => void removeDashboard(id, title)}>
              Remove
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </span>
    </li>
  );
}

/** All dashboards, in the order of the rail and of the wallboard. */
export function DashboardsScreen() {
  const items = useDashboards((state) => state.items);
  const error = useDashboards((state) => state.error);
  const noSource = useFreshet((state) => state.order.length === 0);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  if (items === null) {
    return error === null ? <Loading words="Loading the dashboards" /> : <ErrorState error={error} onRetry={() => void loadDashboards()} />;
  }
  if (items.length === 0) {
    return (
      <Screen title="Dashboards" actions={<Import />}>
        <EmptyState
          title="No dashboards yet"
          text={
            noSource
              ? 'A dashboard shows what your sources bring. Add a source first; then give a dashboard a title and choose what it shows.'
              : 'A dashboard shows numbers, charts and tables over your records, each with its age. Give it a title to begin.'
          }
          action={
            <div className={classes['begin']}>
              <Create />
              {noSource && <a href={hrefOf({ screen: 'add-source' })}>Add a source</a>}
            </div>
          }
        />
      </Screen>
    );
  }
  const ids = items.map(({ id }) => id);
  const onWall = ids.filter((id) => chosen.has(id));
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <Screen
      title="Dashboards"
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconDeviceTv {...icon} />}
            onClick={() => startWall(onWall.length > 0 ? onWall : ids)}
            data-testid="start-wall"
          >
            {onWall.length > 0 ? `Wallboard of ${onWall.length}` : 'Wallboard of all'}
          </Button>
          <Import />
          <Create />
        </>
      }
    >
      <ul className={classes['list']}>
        {items.map((item) => (
          <Row key={item.id} item={item} ids={ids} chosen={chosen.has(item.id)} onChoose={() => toggle(item.id)} />
        ))}
      </ul>
      <p className={classes['cache']}>
        <a href={hrefOf({ screen: 'cache' })}>The cache</a> tells which results are kept ready, and what working them out takes.
      </p>
    </Screen>
  );
}
