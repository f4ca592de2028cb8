import type { PanelShow } from '../../../src-preload/contract/index.ts';
import type { PanelRows } from '../data/cells.ts';

/** What every way to show rows is given. */
export interface ShowProps<K extends PanelShow['kind']> {
  show: Extract<PanelShow, { kind: K }>;
  data: PanelRows;
  /** Of the panel, for descriptions. */
  title: string;
  /** Cells that hold something else than before, as 'row column'. */
  changed: ReadonlySet<string>;
}
