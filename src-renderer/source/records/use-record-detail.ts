import { useEffect, useState } from 'react';
import type { FieldOrigin, RecordDetail, SourceRecord } from '../../../src-preload/contract/index.ts';
import { api } from '../../bridge/connection.ts';

export interface Detail {
  lastSeenAt: string | null;
  origins: ReadonlyMap<string, FieldOrigin>;
}

const NOTHING: Detail = { lastSeenAt: null, origins: new Map() };

/** Where the fields of a record came from and when, as far as it is known yet. */
export function useRecordDetail(sourceId: string, record: SourceRecord, asOf: string | null): Detail {
  const [known, setKnown] = useState<RecordDetail | null>(null);
  const { id, changedAt, deletedAt } = record;
  useEffect(() => {
    let over = false;
    api()
      .sources.record({ id: sourceId, recordId: id, ...(asOf === null ? {} : { asOf }) })
      .then(
        (detail) => {
          if (!over) setKnown(detail);
        },
        // The record is on screen; only where it came from is missing.
        () => undefined,
      );
    return () => {
      over = true;
    };
  }, [sourceId, id, changedAt, deletedAt, asOf]);
  if (known === null || known.id !== id) return NOTHING;
  return { lastSeenAt: known.lastSeenAt, origins: new Map(known.origins.map((origin) => [origin.path, origin])) };
}
