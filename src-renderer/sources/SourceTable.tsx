import { useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { SourceRow } from './SourceRow.tsx';
import classes from './SourceTable.module.css';
import { VirtualRows } from './VirtualRows.tsx';

const VIRTUAL_FROM = 100;

/** The arrow keys go from name to name; Tab goes through everything in between. */
function moveByArrow(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || !(event.target instanceof HTMLElement) || !event.target.matches('[data-name]')) return;
  const names = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-name]')];
  const next = names[names.indexOf(event.target) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

export function SourceTable({ ids }: { ids: readonly string[] }) {
  const scroller = useRef<HTMLDivElement>(null);
  return (
    <div className={classes['scroller']} ref={scroller} onKeyDown={moveByArrow}>
      <div className={classes['table']} role="table" aria-label="Sources" aria-rowcount={ids.length + 1}>
        <div className={classes['head']} role="row">
          <span role="columnheader">Name</span>
          <span role="columnheader">State</span>
          <span role="columnheader" className={classes['age']}>
            Age
          </span>
          <span role="columnheader">Next</span>
          <span role="columnheader">Calls today</span>
          <span role="columnheader" className={classes['ticks']}>
            Last 20 refreshes
          </span>
          <span role="columnheader">
            <span className="fr-hidden">Actions</span>
          </span>
        </div>
        {ids.length > VIRTUAL_FROM ? (
          <VirtualRows ids={ids} scroller={scroller} />
        ) : (
          <div role="rowgroup">
            {ids.map((id, index) => (
              <SourceRow key={id} id={id} index={index} />
            ))}
          </div>
        )}
      </div>
    </div>
  );
}
