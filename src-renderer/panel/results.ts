import { create } from 'zustand';
import { useEffect, useMemo } from 'react';
import type { Panel, PanelData, ParameterValues, TimeRange } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import { onEvents, useFreshet } from '../bridge/store.ts';

/** What the panels of a dashboard are asked with. */
export interface Asked {
  range: TimeRange;
  parameters: ParameterValues;
  /** As known at this moment; left out: now. */
  asOf?: string;
}

interface Entry {
  dashboardId: string;
  panelId: string;
  asked: Asked;
  data: PanelData | null;
  error: unknown;
  asking: boolean;
}

/** Results stay in memory for as many panels, those asked for last. */
const MOST_KEPT = 300;
/** The engine takes a panel as looked at for three minutes after it was asked for. */
const LOOK_AGAIN_MS = 150_000;

const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const useResults = create<{ entries: ReadonlyMap<string, Entry> }>()(() => ({ entries: new Map() }));

/** How many places on screen show each result. */
const shown = new Map<string, number>();
/** Results that changed while they were being asked for. */
const again = new Set<string>();

function set(key: string, entry: Entry): void {
  useResults.setState(({ entries }) => {
    const next = new Map(entries);
    next.delete(key);
    next.set(key, entry);
    for (const old of next.keys()) {
      if (next.size <= MOST_KEPT) break;
      if (!shown.has(old)) next.delete(old);
    }
    return { entries: next };
  });
}

/** An answer without rows has those that are known already. */
export function withKnownRows(before: PanelData | null, answer: PanelData): PanelData {
  if (!answer.unchanged || before === null) return answer;
  const { columns, rows } = before.result;
  return { ...answer, result: { ...answer.result, columns, rows } };
}

async function ask(key: string): Promise<void> {
  const entry = useResults.getState().entries.get(key);
  if (entry === undefined || useFreshet.getState().link !== 'open') return;
  if (entry.asking) {
    again.add(key);
    return;
  }
  set(key, { ...entry, asking: true });
  const { dashboardId, panelId, asked, data } = entry;
  try {
    const answer = await api().panels.data({
      id: dashboardId,
      panelId,
      ...asked,
      timeZone,
      ...(data === null ? {} : { known: data.result.version }),
    });
    set(key, { ...entry, asking: false, data: withKnownRows(data, answer), error: null });
  } catch (error) {
    set(key, { ...entry, asking: false, error });
  }
  if (again.delete(key)) await ask(key);
}

onEvents((events) => {
  const { entries } = useResults.getState();
  for (const event of events) {
    if (event.type !== 'panel') continue;
    for (const [key, entry] of entries) {
      const isOlder =
        entry.dashboardId === event.dashboardId && entry.panelId === event.panelId && entry.data?.result.version !== event.version;
      if (isOlder && shown.has(key)) void ask(key);
    }
  }
});

export type PanelEntry = Pick<Entry, 'data' | 'error' | 'asking'>;
const none: PanelEntry = { data: null, error: null, asking: true };

/**
 * The result of a panel: what is in memory at once, then what the engine has; asked again when the engine says that there
 * is another. `looking` false: nothing is asked for. The second part asks again.
 */
export function usePanelResult(dashboardId: string, panel: Panel, asked: Asked, looking: boolean): [PanelEntry, () => void] {
  const { id: panelId, query, keepSeconds } = panel;
  const key = useMemo(
    () => JSON.stringify([dashboardId, panelId, query, keepSeconds, asked.range, asked.parameters, asked.asOf]),
    [dashboardId, panelId, query, keepSeconds, asked],
  );
  const wanted = query !== undefined && looking;
  const open = useFreshet((state) => state.link === 'open');
  useEffect(() => {
    if (!wanted || !open) return;
    shown.set(key, (shown.get(key) ?? 0) + 1);
    if (!useResults.getState().entries.has(key)) set(key, { dashboardId, panelId, asked, data: null, error: null, asking: false });
    void ask(key);
    const look = setInterval(() => {
      if (document.visibilityState === 'visible') void ask(key);
    }, LOOK_AGAIN_MS);
    return () => {
      clearInterval(look);
      const left = (shown.get(key) ?? 1) - 1;
      if (left > 0) shown.set(key, left);
      else shown.delete(key);
    };
  }, [key, wanted, open, dashboardId, panelId, asked]);
  const entry = useResults((state) => state.entries.get(key)) ?? none;
  return [entry, () => void ask(key)];
}
