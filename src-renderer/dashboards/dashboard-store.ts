import { ORPCError } from '@orpc/client';
import { create } from 'zustand';
import type { Dashboard, StoredDashboard } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import { onEvents } from '../bridge/store.ts';
import { announce } from '../ui/announce.ts';
import { attempt, notifyUndo } from '../ui/notify.tsx';

interface Opened {
  stored: StoredDashboard;
  /** What is on screen; ahead of what is stored while a change is being saved. */
  shown: Dashboard;
  /** What somebody else has saved meanwhile; it is the user who says which one stays. */
  theirs: StoredDashboard | null;
}

interface DashboardState {
  opened: ReadonlyMap<string, Opened>;
  errors: ReadonlyMap<string, unknown>;
}

/** Dashboards that were opened since the page was, so that going back paints at once. */
const useStore = create<DashboardState>()(() => ({ opened: new Map(), errors: new Map() }));

export const useOpened = (id: string) => useStore((state) => state.opened.get(id));
export const useOpenError = (id: string) => useStore((state) => state.errors.get(id));

function put(id: string, opened: Opened): void {
  useStore.setState((state) => {
    const errors = new Map(state.errors);
    errors.delete(id);
    return { opened: new Map(state.opened).set(id, opened), errors };
  });
}

function take(stored: StoredDashboard): void {
  put(stored.dashboard.id, { stored, shown: stored.dashboard, theirs: null });
}

/** Loads a dashboard; what is known of it stays on screen meanwhile. */
export async function openDashboard(id: string): Promise<void> {
  try {
    take(await api().dashboards.get({ id }));
  } catch (error) {
    useStore.setState((state) => ({ errors: new Map(state.errors).set(id, error) }));
  }
}

const saving = new Map<string, Promise<boolean>>();

async function send(id: string, next: Dashboard): Promise<boolean> {
  const before = useStore.getState().opened.get(id);
  if (before === undefined) return false;
  try {
    const stored = await api().dashboards.replace({ id, version: before.stored.version, dashboard: next });
    const now = useStore.getState().opened.get(id);
    // A change that was made in the meantime is on screen and waits for its turn.
    put(id, { stored, shown: now === undefined || now.shown === next ? stored.dashboard : now.shown, theirs: null });
    return true;
  } catch (error) {
    if (error instanceof ORPCError && error.status === 409) {
      const theirs = await attempt(() => api().dashboards.get({ id }));
      if (theirs !== undefined) put(id, { ...before, shown: next, theirs });
      return false;
    }
    put(id, { ...before, shown: before.stored.dashboard });
    await attempt(() => Promise.reject(error as Error));
    return false;
  }
}

/**
 * Changes a dashboard on screen at once and saves it. Changes that come while one is being saved are saved together after
 * it. Answers whether the change is stored.
 */
export async function changeDashboard(id: string, change: (dashboard: Dashboard) => Dashboard): Promise<boolean> {
  const before = useStore.getState().opened.get(id);
  if (before === undefined) return false;
  const next = change(before.shown);
  put(id, { ...before, shown: next });
  await saving.get(id);
  const now = useStore.getState().opened.get(id);
  if (now === undefined || now.theirs !== null) return false;
  // A later change took this one with it.
  if (now.stored.dashboard === now.shown) return true;
  const work = send(id, now.shown);
  saving.set(id, work);
  const done = await work;
  if (saving.get(id) === work) saving.delete(id);
  return done;
}

/** Takes the last stored change back, whoever made it. */
export async function undoChange(id: string): Promise<void> {
  await saving.get(id);
  const stored = await attempt(() => api().dashboards.undo({ id }));
  if (stored === undefined) return;
  take(stored);
  announce('Took the last change back');
}

/** Changes a dashboard and offers for ten seconds to take that back. */
export async function changeWithUndo(id: string, words: string, change: (dashboard: Dashboard) => Dashboard): Promise<boolean> {
  const done = await changeDashboard(id, change);
  if (done) notifyUndo(words, () => undoChange(id));
  return done;
}

/** Ends a conflict: with what was saved elsewhere, or with what is on screen here. */
export async function settleConflict(id: string, keep: 'mine' | 'theirs'): Promise<void> {
  const opened = useStore.getState().opened.get(id);
  const theirs = opened?.theirs ?? null;
  if (opened === undefined || theirs === null) return;
  const { shown } = opened;
  take(theirs);
  if (keep === 'mine') await changeDashboard(id, () => shown);
}

let following = false;

/** Hears of changes that are made elsewhere to dashboards that are open here. */
export function followOpened(): void {
  if (following) return;
  following = true;
  onEvents((events) => {
    for (const event of events) {
      if (event.type === 'dashboard-removed') {
        useStore.setState((state) => {
          const opened = new Map(state.opened);
          opened.delete(event.id);
          return { opened };
        });
      } else if (event.type === 'dashboard') {
        const known = useStore.getState().opened.get(event.dashboard.id);
        if (
          known !== undefined &&
          event.dashboard.version > known.stored.version &&
          !saving.has(event.dashboard.id) &&
          known.theirs === null
        )
          void openDashboard(event.dashboard.id);
      }
    }
  });
}
