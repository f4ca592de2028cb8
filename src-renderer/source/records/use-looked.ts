import { useEffect, useState } from 'react';
import type { SourceStatus } from '../../../src-preload/contract/index.ts';
import { api } from '../../bridge/connection.ts';

/** Tells the engine which record is looked at, so that its details come first. Gives whether they are still to come. */
export function useLooked(source: SourceStatus, recordId: string | null): boolean {
  const [waitingId, setWaitingId] = useState<string | null>(null);
  const { id, enrichment } = source;
  // Every answer may be the one for this record.
  const answered = enrichment?.answered ?? null;
  useEffect(() => {
    if (recordId === null || answered === null) return;
    let isCurrent = true;
    api()
      .sources.looked({ id, recordId })
      .then(
        ({ waiting }) => {
          if (isCurrent) setWaitingId(waiting ? recordId : null);
        },
        // It only changes the order, so a connection that is gone is no news here.
        () => undefined,
      );
    return () => {
      isCurrent = false;
    };
  }, [id, recordId, answered]);
  return recordId !== null && answered !== null && waitingId === recordId;
}
