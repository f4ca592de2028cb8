import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowsMaximize,
  IconBell,
  IconCopy,
  IconDots,
  IconDownload,
  IconHelpCircle,
  IconPencil,
  IconPhoto,
  IconRefresh,
  IconRefreshAlert,
  IconTable,
  IconTrash,
} from '@tabler/icons-react';
import type { Panel, SourceStatus } from '../../src-preload/contract/index.ts';
import { useFreshet } from '../bridge/store.ts';
import { go } from '../shell/route.ts';
import { countWords } from '../ui/format.ts';
import { priceOf, priceWords } from '../ui/price.ts';
import { worstSource } from './panel-state.ts';
import type { PanelRows } from './data/cells.ts';
import { copyImage, copyRows, refreshSources, saveRows } from './panel-actions.ts';

const icon = { size: 16, stroke: 1.8, 'aria-hidden': true } as const;

/** What a dashboard lets be done with one of its panels. */
export interface PanelEdits {
  alert: () => void;
  edit: () => void;
  duplicate: () => void;
  remove: () => void;
}

interface PanelMenuProps {
  panel: Panel;
  sources: readonly SourceStatus[];
  rows: PanelRows | null;
  asTable: boolean;
  onTable: () => void;
  onFull: (() => void) | undefined;
  image: (() => HTMLCanvasElement) | null;
  edits: PanelEdits | undefined;
}

function Refreshing({ sources }: { sources: readonly SourceStatus[] }) {
  const ids = sources.map(({ id }) => id);
  const why = () => {
    const worst = worstSource(sources, useFreshet.getState().activity?.active ?? false, Date.now());
    if (worst !== null) go({ screen: 'source', id: worst.source.id, tab: 'why' });
  };
  return (
    <>
      <Menu.Item leftSection={<IconRefresh {...icon} />} onClick={() => void refreshSources(ids, 'normal')} data-testid="panel-refresh">
        Refresh {sources.length === 1 ? 'its source' : `its ${countWords(sources.length, 'source')}`}
      </Menu.Item>
      <Menu.Item leftSection={<IconRefreshAlert {...icon} />} onClick={() => void refreshSources(ids, 'force')}>
        Force · {priceWords(priceOf(sources))}
      </Menu.Item>
      <Menu.Item leftSection={<IconHelpCircle {...icon} />} onClick={why}>
        Why?
      </Menu.Item>
      <Menu.Divider />
    </>
  );
}

function Rows({ panel, rows, image }: { panel: Panel; rows: PanelRows; image: PanelMenuProps['image'] }) {
  return (
    <>
      <Menu.Divider />
      <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => void copyRows(rows, 'CSV')} data-testid="copy-csv">
        Copy as CSV
      </Menu.Item>
      <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => void copyRows(rows, 'JSON')}>
        Copy as JSON
      </Menu.Item>
      {image !== null && (
        <Menu.Item leftSection={<IconPhoto {...icon} />} onClick={() => void copyImage(image())}>
          Copy as an image
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconDownload {...icon} />} onClick={() => saveRows(panel, rows, 'CSV')} data-testid="save-csv">
        Export as CSV
      </Menu.Item>
      <Menu.Item leftSection={<IconDownload {...icon} />} onClick={() => saveRows(panel, rows, 'JSON')}>
        Export as JSON
      </Menu.Item>
    </>
  );
}

/** Everything that can be done with a panel. */
export function PanelMenu({ panel, sources, rows, asTable, onTable, onFull, image, edits }: PanelMenuProps) {
  const name = panel.title === '' ? 'this panel' : panel.title;
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={28} aria-label={`Menu of ${name}`} data-testid="panel-menu">
          <IconDots size={16} stroke={1.8} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {sources.length > 0 && <Refreshing sources={sources} />}
        {rows !== null && panel.show.kind !== 'table' && (
          <Menu.Item leftSection={<IconTable {...icon} />} onClick={onTable} data-testid="as-table">
            {asTable ? 'View as it was' : 'View as a table'}
          </Menu.Item>
        )}
        {onFull !== undefined && (
          <Menu.Item leftSection={<IconArrowsMaximize {...icon} />} onClick={onFull} data-testid="panel-full">
            Full screen
          </Menu.Item>
        )}
        {rows !== null && <Rows panel={panel} rows={rows} image={image} />}
        {edits !== undefined && (
          <>
            <Menu.Divider />
            {panel.query !== undefined && (
              <Menu.Item leftSection={<IconBell {...icon} />} onClick={edits.alert} data-testid="panel-alert">
                Alert on this…
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconPencil {...icon} />} onClick={edits.edit} data-testid="panel-edit">
              Edit
            </Menu.Item>
            <Menu.Item leftSection={<IconCopy {...icon} />} onClick={edits.duplicate} data-testid="panel-duplicate">
              Duplicate
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash {...icon} />} onClick={edits.remove} data-testid="panel-remove">
              Remove
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
