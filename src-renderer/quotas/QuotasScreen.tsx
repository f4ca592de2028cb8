import { useShallow } from 'zustand/react/shallow';
import { useFreshet } from '../bridge/store.ts';
import { hrefOf } from '../shell/route.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Screen } from '../ui/Screen.tsx';
import { QuotaGroup } from './QuotaGroup.tsx';
import classes from './QuotasScreen.module.css';

export function QuotasScreen() {
  const ids = useFreshet(useShallow((state) => state.order.filter((id) => (state.sources.get(id)?.quotas.length ?? 0) > 0)));
  const first = useFreshet((state) => state.order[0]);
  if (ids.length === 0) {
    return (
      <Screen title="Quotas">
        <EmptyState
          title="No quota is set"
          text="Tell a source how many calls its upstream allows, and Freshet stays under that and keeps some for when you ask."
          action={
            first === undefined ? (
              <a href={hrefOf({ screen: 'add-source' })}>Add a source</a>
            ) : (
              <a href={hrefOf({ screen: 'sources' })}>Choose a source and open its quota</a>
            )
          }
        />
      </Screen>
    );
  }
  return (
    <Screen title="Quotas">
      <p className={classes['hint']}>
        The hatched part of a bar is kept for when you press Refresh. Calls count from the moment they leave, also those that never came
        back.
      </p>
      <div className={classes['list']}>
        {ids.map((id) => (
          <QuotaGroup key={id} id={id} />
        ))}
      </div>
    </Screen>
  );
}
