import type { FreshnessState, SourceAge } from '../../src-preload/contract/index.ts';
import type { Fetch } from '../connectors/http.ts';
import type { Ages } from '../engine/alerts/alert-reading.ts';
import { Alerts, type AlertsDeps, type PanelReading } from '../engine/alerts/alerts.ts';
import type { Notification } from '../engine/alerts/outbox.ts';
import { systemClock } from '../engine/clock.ts';
import type { Log } from '../engine/core.ts';
import type { Engine } from '../engine/engine.ts';
import type { SecretStore } from '../engine/sign-in/secrets.ts';
import type { Store } from '../store/store.ts';
import { ViewError } from '../views/view-error.ts';
import type { Views } from '../views/views.ts';

export type Notify = (notification: Notification) => Promise<boolean>;

type Aged = Pick<SourceAge, 'sourceId' | 'state' | 'checkedAt' | 'staleSeconds'> & { veryStaleSeconds?: number };

/** States in which the data are as young as their rule asks, whatever the clock says. */
const YOUNG = new Set<FreshnessState>(['fresh', 'live']);

const checkedMs = ({ checkedAt }: Aged) => (checkedAt === null ? null : Date.parse(checkedAt));

/**
 * The states of sources as alerts see them. A refresh hides the state of before for as long as it runs; that still counts, so
 * that a source that fails again and again is one alert and not one for each try.
 */
class States {
  readonly #settled = new Map<string, FreshnessState>();

  of({ sourceId, state }: Aged): FreshnessState[] {
    if (state !== 'refreshing') {
      this.#settled.set(sourceId, state);
      return [state];
    }
    const before = this.#settled.get(sourceId);
    return before === undefined ? [state] : [before, state];
  }
}

function agesOf(sources: readonly Aged[], states: States, nowMs: number): Ages {
  const checked = sources.map(checkedMs);
  const isOld = (each: Aged) => !YOUNG.has(each.state) && nowMs - (checkedMs(each) ?? -Infinity) > each.staleSeconds * 1000;
  // A moment later, because data are as old as their rule allows until it has passed.
  const turns = sources.flatMap((each) => {
    const from = checkedMs(each);
    return from === null ? [] : [each.staleSeconds, each.veryStaleSeconds ?? Infinity].map((seconds) => from + seconds * 1000 + 1);
  });
  return {
    dataAt: checked.reduce<number | null>(
      (oldest, each) => (oldest === null || each === null ? null : Math.min(oldest, each)),
      checked[0] ?? null,
    ),
    isStale: sources.some(isOld),
    states: sources.flatMap((each) => states.of(each)),
    turnsAt: turns.filter((at) => at > nowMs).reduce((first, at) => Math.min(first, at), Infinity),
  };
}

/** Another text after each refresh of what a panel reads; of one that reads no source, whenever it is worked out again. */
const versionOf = (sources: readonly Aged[], version: number): string =>
  sources.length === 0 ? String(version) : sources.map(({ sourceId, checkedAt }) => `${sourceId} ${checkedAt}`).join(' ');

function panelReader(views: Views, states: States): AlertsDeps['readPanel'] {
  return async ({ dashboardId, panelId, parameters }): Promise<PanelReading | null> => {
    try {
      const { panel } = views.dashboards.panel(dashboardId, panelId);
      // Nobody looks, so that an alert does not keep a panel warm.
      const { result, sources } = await views.data(dashboardId, panelId, { parameters }, false, undefined);
      return {
        title: panel.title === '' ? panelId : panel.title,
        rows: result.failure === null ? result : { problem: result.failure.message },
        ages: agesOf(sources, states, systemClock.now()),
        sources: result.sources,
        version: versionOf(sources, result.version),
      };
    } catch (error) {
      if (error instanceof ViewError) return null;
      throw error;
    }
  };
}

/** Shows a message on the pages that are open, where the system shows none. */
function toPages(engine: Engine): Notify {
  return ({ alertId, title, words, sound }) => {
    if (engine.activity().sessions.length === 0) return Promise.resolve(false);
    engine.tell({ type: 'alert-shown', alertId, title, words, sound });
    return Promise.resolve(true);
  };
}

/** Opens the alerts beside an engine and dashboards; whoever opens them starts and stops them. */
export function openAlerts(parts: {
  engine: Engine;
  store: Store;
  log: Log;
  views: Views;
  secrets: SecretStore;
  /** For webhooks: goes where the app may go by itself. */
  fetch: Fetch;
  /** Shows a notification of the system; `null` where there are none. */
  notify: Notify | null;
}): Alerts {
  const { engine, store, log, views, secrets, fetch, notify } = parts;
  const states = new States();
  const onPages = toPages(engine);
  return new Alerts({
    clock: systemClock,
    store,
    fetch,
    secrets,
    environment: process.env,
    notify: async (notification) => (notify !== null && (await notify(notification))) || onPages(notification),
    readPanel: panelReader(views, states),
    sources: () =>
      engine.sources().map((source) => ({
        id: source.id,
        name: source.name,
        ages: agesOf([{ ...source, sourceId: source.id }], states, systemClock.now()),
      })),
    emit: (event) => engine.tell(event),
    report: (error) => log.error({ err: error }, 'an alert could not be read or sent'),
  });
}
