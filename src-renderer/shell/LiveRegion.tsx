import { useEffect } from 'react';
import { onEvents, sourceNow } from '../bridge/store.ts';
import { announce, useAnnounced } from '../ui/announce.ts';
import { outcomeName } from '../ui/outcome.ts';

const byHand = new Set(['manual', 'force']);

/** Tells a screen reader how the refreshes that the user asked for have ended. */
export function LiveRegion() {
  const words = useAnnounced((state) => state.words);
  useEffect(
    () =>
      onEvents((events) => {
        for (const event of events) {
          if (event.type !== 'refresh' || event.refresh.outcome === null || !byHand.has(event.refresh.trigger)) continue;
          const { sourceId, sourceName, outcome, counts, failure } = event.refresh;
          const more = failure === null ? `${counts.added} new, ${counts.updated} changed` : failure.message;
          announce(`${sourceNow(sourceId)?.name ?? sourceName}: ${outcomeName(outcome)}. ${more}`);
        }
      }),
    [],
  );
  return (
    <div className="fr-hidden" role="status" aria-live="polite" data-testid="live-region">
      {words}
    </div>
  );
}
