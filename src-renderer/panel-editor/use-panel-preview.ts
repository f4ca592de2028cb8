import { useEffect, useState } from 'react';
import type { PanelQuery } from '../../src-preload/contract/index.ts';
import { panelQuerySchema } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import type { Asked, PanelEntry } from '../panel/results.ts';

const TYPED_MS = 350;
const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export interface Preview {
  entry: PanelEntry;
  /** The SQL that was run; of a form, what the app wrote for it. */
  sql: string;
}

const nothing: Preview = { entry: { data: null, error: null, asking: false }, sql: '' };

/** What a query that is not saved gives, asked for a moment after the last key; what was there stays until then. `round` asks at once again. */
export function usePanelPreview(query: PanelQuery | undefined, asked: Asked, round: number): Preview {
  const [preview, setPreview] = useState<Preview>(nothing);
  useEffect(() => {
    const parsed = panelQuerySchema.safeParse(query);
    if (!parsed.success) return;
    let over = false;
    const timer = setTimeout(() => {
      setPreview((before) => ({ ...before, entry: { ...before.entry, asking: true } }));
      api()
        .panels.preview({ query: parsed.data, ...asked, timeZone })
        .then(
          ({ sql, ...data }) => {
            if (!over) setPreview({ sql, entry: { data, error: null, asking: false } });
          },
          (error: unknown) => {
            if (!over) setPreview((before) => ({ ...before, entry: { ...before.entry, error, asking: false } }));
          },
        );
    }, TYPED_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [query, asked, round]);
  return preview;
}
