import type { RefObject } from 'react';
import { useEffect } from 'react';
import { usePrefs } from '../shell/prefs.ts';
import { useRows } from '../ui/use-rows.ts';
import { SourceRow } from './SourceRow.tsx';
import classes from './SourceTable.module.css';

const ROW_PX = { comfortable: 52, compact: 36 };

interface VirtualRowsProps {
  ids: readonly string[];
  scroller: RefObject<HTMLDivElement | null>;
}

/** Only the rows on screen and a few around them exist. */
export function VirtualRows({ ids, scroller }: VirtualRowsProps) {
  const density = usePrefs((prefs) => prefs.density);
  const rows = useRows({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX[density],
    overscan: 12,
    getItemKey: (index) => ids[index] ?? index,
  });
  useEffect(() => rows.measure(), [rows, density]);
  return (
    <div role="rowgroup" className={classes['virtual']} style={{ height: rows.getTotalSize() }}>
      {rows.getVirtualItems().map((item) => {
        const id = ids[item.index];
        return id === undefined ? null : (
          <div key={item.key} role="presentation" className={classes['placed']} style={{ transform: `translateY(${item.start}px)` }}>
            <SourceRow id={id} index={item.index} />
          </div>
        );
      })}
    </div>
  );
}
