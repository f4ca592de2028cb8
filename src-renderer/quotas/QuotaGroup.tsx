import { memo } from 'react';
import { useSource } from '../bridge/store.ts';
import { hrefOf } from '../shell/route.ts';
import { SpentNote } from '../ui/SpentNote.tsx';
import { StateChip } from '../ui/StateChip.tsx';
import { QuotaLine } from './QuotaLine.tsx';
import classes from './QuotasScreen.module.css';

/** All windows of one source. */
export const QuotaGroup = memo(function QuotaGroup({ id }: { id: string }) {
  const source = useSource(id);
  if (source === undefined) return null;
  return (
    <section className={classes['group']} aria-label={source.name} data-testid={`quota-${id}`}>
      <div className={classes['head']}>
        <h2 className={classes['name']} title={source.name}>
          <a href={hrefOf({ screen: 'source', id, tab: 'quota' })}>{source.name}</a>
        </h2>
        <StateChip source={source} />
      </div>
      <SpentNote source={source} />
      {source.quotas.map((use, index) => (
        <QuotaLine key={`${use.per} ${use.align} ${index}`} use={use} />
      ))}
    </section>
  );
});
