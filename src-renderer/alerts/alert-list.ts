import { create } from 'zustand';
import type { AlertStatus, FreshetEvent } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import { onEvents, useFreshet } from '../bridge/store.ts';
import { go } from '../shell/route.ts';
import { notify } from '../ui/notify.tsx';
import { chime } from './chime.ts';

/** A message of an alert stays for so long unless it is closed, milliseconds: nobody may be there when it comes. */
const SHOWN_MS = 600_000;

interface AlertList {
  /** In the order in which they were made; null until they are known. */
  items: readonly AlertStatus[] | null;
  error: unknown;
}

export const useAlerts = create<AlertList>()(() => ({ items: null, error: null }));

/** The list after an event. An alert that is new comes last. */
export function withEvent(items: readonly AlertStatus[], event: FreshetEvent): readonly AlertStatus[] {
  if (event.type === 'alert-removed') return items.filter(({ alert }) => alert.id !== event.id);
  if (event.type !== 'alert') return items;
  const { id } = event.alert.alert;
  return items.some(({ alert }) => alert.id === id)
    ? items.map((known) => (known.alert.id === id ? event.alert : known))
    : [...items, event.alert];
}

/** How many alerts fire that are switched on. */
export function firingCount({ items }: AlertList): number {
  return (items ?? []).filter(({ alert, phase }) => alert.enabled && phase === 'firing').length;
}

export async function loadAlerts(): Promise<void> {
  try {
    const { items } = await api().alerts.list();
    useAlerts.setState({ items, error: null });
  } catch (error) {
    useAlerts.setState({ error });
  }
}

/** Shows a message of an alert; a later one of the same alert takes its place. */
function show({ alertId, title, words, sound }: Extract<FreshetEvent, { type: 'alert-shown' }>): void {
  const offer = { label: 'Show', run: () => go({ screen: 'alerts', id: alertId }) };
  notify({ id: `alert ${alertId}`, title, text: words, tone: 'warning', offer, shownMs: SHOWN_MS });
  if (sound) chime();
}

let following = false;

/** Keeps the list as the engine has it, and shows what alerts have to say, from the first connection on and over lost ones. */
export function followAlerts(): void {
  if (following) return;
  following = true;
  if (useFreshet.getState().link === 'open') void loadAlerts();
  useFreshet.subscribe((state, before) => {
    if (state.link === 'open' && before.link !== 'open') void loadAlerts();
  });
  onEvents((events) => {
    for (const event of events) if (event.type === 'alert-shown') show(event);
    const { items } = useAlerts.getState();
    if (items === null) return;
    const next = events.reduce(withEvent, items);
    if (next !== items) useAlerts.setState({ items: next });
  });
}
