import { Modal } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { IconGripVertical } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { CSSProperties, KeyboardEvent } from 'react';
import type { Dashboard, Panel, Place } from '../../src-preload/contract/index.ts';
import { PanelFrame } from '../panel/PanelFrame.tsx';
import { usePanelResult } from '../panel/results.ts';
import type { Asked } from '../panel/results.ts';
import { go } from '../shell/route.ts';
import { announce } from '../ui/announce.ts';
import { cx } from '../ui/cx.ts';
import { duplicatePanel, removePanel } from './dashboard-actions.ts';
import { changeDashboard } from './dashboard-store.ts';
import classes from './Dashboard.module.css';
import { inReadingOrder, moved, placeAfterKey, placeWords } from './layout.ts';
import { useDrag } from './use-drag.ts';
import type { Drag } from './use-drag.ts';

interface GridProps {
  dashboard: Dashboard;
  asked: Asked;
  editing: boolean;
  /** On the wall nothing can be changed. */
  still?: boolean;
}

function nameOf({ title, id }: Panel): string {
  return title === '' ? id : title;
}

/** The handle that moves a panel, by pointer and by the arrow keys. */
function Handle({ panel, drag, onPlace }: { panel: Panel; drag: Drag; onPlace: (place: Place) => void }) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const place = placeAfterKey(panel.place, event.key, event.shiftKey);
    if (place === null) return;
    event.preventDefault();
    onPlace(place);
  };
  return (
    <button
      type="button"
      className={classes['handle']}
      aria-label={`Move ${nameOf(panel)}: the arrow keys move it, with shift they change its size. It is at ${placeWords(panel.place)}.`}
      title="Drag, or use the arrow keys; with shift they change the size"
      onPointerDown={(event) => drag.begin(event, panel, 'move')}
      onKeyDown={onKeyDown}
      data-handle={panel.id}
      data-testid={`move-${panel.id}`}
    >
      <IconGripVertical size={16} stroke={1.8} aria-hidden />
    </button>
  );
}

interface CellProps extends GridProps {
  panel: Panel;
  drag: Drag;
  onPlace: (panel: Panel, place: Place) => void;
}

function Cell({ dashboard, panel, asked, editing, still = false, drag, onPlace }: CellProps) {
  const { ref, entry: seen } = useIntersection({ rootMargin: '400px' });
  const [full, setFull] = useState(false);
  // What is far below is asked for when it comes near; what was seen once stays asked for.
  const [near, setNear] = useState(false);
  if (!near && seen?.isIntersecting === true) setNear(true);
  const [entry] = usePanelResult(dashboard.id, panel, asked, near);
  const { x, y, width, height } = panel.place;
  const style = { '--x': x + 1, '--y': y + 1, '--width': width, '--height': height } as CSSProperties;
  const edits = {
    alert: () => go({ screen: 'alert', id: null, on: { kind: 'panel', dashboardId: dashboard.id, panelId: panel.id } }),
    edit: () => go({ screen: 'panel', dashboardId: dashboard.id, panelId: panel.id }),
    duplicate: () => duplicatePanel(dashboard.id, panel.id),
    remove: () => removePanel(dashboard.id, panel.id, panel.title),
  };
  const frame = { panel, entry, asOf: asked.asOf, ...(still ? {} : { edits, onFull: () => setFull(true) }) };
  return (
    <div ref={ref} className={cx(classes['cell'], drag.draggedId === panel.id && classes['dragged'])} style={style}>
      <PanelFrame
        {...frame}
        handle={editing ? <Handle panel={panel} drag={drag} onPlace={(place) => onPlace(panel, place)} /> : undefined}
      />
      {editing && (
        <span
          className={classes['resize']}
          onPointerDown={(event) => drag.begin(event, panel, 'resize')}
          aria-hidden
          data-testid={`resize-${panel.id}`}
        />
      )}
      {full && (
        <Modal
          opened
          onClose={() => setFull(false)}
          fullScreen
          withCloseButton={false}
          padding={0}
          transitionProps={{ duration: 0 }}
          title={undefined}
          aria-label={nameOf(panel)}
        >
          <div className={classes['full']} data-testid="full-panel">
            <PanelFrame panel={panel} entry={entry} asOf={asked.asOf} onFull={() => setFull(false)} />
          </div>
        </Modal>
      )}
    </div>
  );
}

/** The panels of a dashboard on twelve columns, or below one another where there is no room. */
export function DashboardGrid({ dashboard, asked, editing, still = false }: GridProps) {
  const grid = useRef<HTMLDivElement>(null);
  const place = (id: string, to: Place) =>
    void changeDashboard(dashboard.id, (before) => ({ ...before, panels: moved(before.panels, id, to) }));
  const drag = useDrag(dashboard.panels, grid, place);
  const placeByKey = (panel: Panel, to: Place) => {
    place(panel.id, to);
    const now = moved(dashboard.panels, panel.id, to).find(({ id }) => id === panel.id);
    announce(`${nameOf(panel)}: ${placeWords(now?.place ?? to)}`);
    // A panel that changes its turn among the others is moved in the document, which takes the focus from its handle.
    requestAnimationFrame(() => grid.current?.querySelector<HTMLElement>(`[data-handle="${panel.id}"]`)?.focus());
  };
  return (
    <div ref={grid} className={classes['grid']} data-editing={editing} data-testid="dashboard-grid">
      {inReadingOrder(drag.panels).map((panel) => (
        <Cell
          key={panel.id}
          dashboard={dashboard}
          panel={panel}
          asked={asked}
          editing={editing}
          still={still}
          drag={drag}
          onPlace={placeByKey}
        />
      ))}
    </div>
  );
}
