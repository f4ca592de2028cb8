import { memo } from 'react';
import type { MouseEvent } from 'react';
import { useSource } from '../bridge/store.ts';
import { go, hrefOf } from '../shell/route.ts';
import { Ago } from '../ui/Ago.tsx';
import { DemoTag } from '../ui/DemoTag.tsx';
import { RecentTicks } from '../ui/RecentTicks.tsx';
import { RefreshButton } from '../ui/RefreshButton.tsx';
import { StateChip } from '../ui/StateChip.tsx';
import { CallsToday } from './CallsToday.tsx';
import { NextCall } from './NextCall.tsx';
import classes from './SourceTable.module.css';

interface SourceRowProps {
  id: string;
  index: number;
}

export const SourceRow = memo(function SourceRow({ id, index }: SourceRowProps) {
  const source = useSource(id);
  if (source === undefined) return null;
  const route = { screen: 'source', id, tab: 'records' } as const;
  const open = (event: MouseEvent<HTMLElement>) => {
    const target = event.target;
    // Menus are drawn elsewhere in the page, yet their clicks come by here.
    if (!(target instanceof Element) || !event.currentTarget.contains(target)) return;
    if (target.closest('a, button') === null) go(route);
  };
  return (
    <div className={classes['row']} role="row" aria-rowindex={index + 2} data-testid={`source-row-${id}`} onClick={open}>
      <span role="cell" className={classes['name']}>
        <a href={hrefOf(route)} title={source.name} data-name>
          {source.name}
        </a>
        {source.origin === 'demo' && <DemoTag />}
      </span>
      <span role="cell" className={classes['cell']}>
        <StateChip source={source} />
      </span>
      <span role="cell" className={classes['age']}>
        <Ago iso={source.checkedAt} bare />
      </span>
      <span role="cell" className={classes['cell']}>
        <NextCall source={source} />
      </span>
      <span role="cell" className={classes['cell']}>
        <CallsToday source={source} />
      </span>
      <span role="cell" className={classes['ticks']}>
        <RecentTicks recent={source.recent} />
      </span>
      <span role="cell">
        <RefreshButton source={source} size="xs" />
      </span>
    </div>
  );
});
