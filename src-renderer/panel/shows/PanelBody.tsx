import { useMemo, useState } from 'react';
import type { PanelShow } from '../../../src-preload/contract/index.ts';
import { changedCells } from '../data/changed-cells.ts';
import type { PanelRows } from '../data/cells.ts';
import { CalendarShow } from './CalendarShow.tsx';
import { ChartShow } from './ChartShow.tsx';
import { GaugeShow } from './GaugeShow.tsx';
import { HeatShow } from './HeatShow.tsx';
import { ListShow } from './ListShow.tsx';
import { MapShow } from './MapShow.tsx';
import { NumberShow } from './NumberShow.tsx';
import { StatusShow } from './StatusShow.tsx';
import { TableShow } from './TableShow.tsx';
import { TextShow } from './TextShow.tsx';

interface PanelBodyProps {
  show: PanelShow;
  data: PanelRows;
  title: string;
}

const nothing: ReadonlySet<string> = new Set();

/** What differs between these rows and those shown before. */
function useChanged(data: PanelRows): ReadonlySet<string> {
  const [seen, setSeen] = useState<{ data: PanelRows; changed: ReadonlySet<string> }>({ data, changed: nothing });
  const changed = useMemo(() => (seen.data === data ? seen.changed : changedCells(seen.data, data)), [seen, data]);
  if (seen.data !== data) setSeen({ data, changed });
  return changed;
}

/** The rows in the way that the panel says. */
export function PanelBody({ show, data, title }: PanelBodyProps) {
  const common = { data, title, changed: useChanged(data) };
  switch (show.kind) {
    case 'number':
      return <NumberShow show={show} {...common} />;
    case 'line':
    case 'area':
    case 'bar':
      return <ChartShow show={show} {...common} />;
    case 'heat-map':
      return <HeatShow show={show} {...common} />;
    case 'table':
      return <TableShow show={show} {...common} />;
    case 'list':
      return <ListShow show={show} {...common} />;
    case 'gauge':
      return <GaugeShow show={show} {...common} />;
    case 'status':
      return <StatusShow show={show} {...common} />;
    case 'calendar':
      return <CalendarShow show={show} {...common} />;
    case 'text':
      return <TextShow show={show} {...common} />;
    case 'map':
      return <MapShow show={show} {...common} />;
  }
}
