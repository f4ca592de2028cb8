import { type DemoFaults, hasDemoFaults } from '../../src-preload/contract/index.ts';
import { ways } from '../add-source/gallery/ways.ts';
import { useAlerts } from '../alerts/alert-list.ts';
import { duplicate } from '../add-source/import/duplicate.ts';
import { useDashboards } from '../dashboards/dashboard-list.ts';
import { startWall } from '../dashboards/wall.ts';
import { sourceNow, useFreshet } from '../bridge/store.ts';
import { exportSource } from '../source/settings/export-source.ts';
import {
  cancel,
  force,
  HOUR_S,
  leaveDemo,
  pause,
  pauseAll,
  pauseDetails,
  refresh,
  refreshAll,
  remove,
  resume,
  resumeAll,
  resumeDetails,
  secondsUntilTomorrow,
  setDemo,
} from '../ui/actions.ts';
import { backUpNow } from '../ui/backup-actions.ts';
import { resetDemoFaults, setCable, setDemoFaults } from '../ui/demo-actions.ts';
import { nav } from './nav.ts';
import { setHelp, showForcePrice } from './overlays.ts';
import { setDensity, toggleRail } from './prefs.ts';
import { go } from './route.ts';
import { shortcutWords } from './shortcuts.ts';
import { chooseWindowMode, windowModes } from './WindowModeChip.tsx';

export interface Entry {
  id: string;
  label: string;
  keys?: string;
  run: () => void;
}

const does = (id: string, label: string, action: () => unknown, keys?: string): Entry => ({
  id,
  label,
  run: () => void action(),
  ...(keys === undefined ? {} : { keys }),
});

/** What can be disturbed in the demo, and put right again; nothing outside of it. */
function demoEntries(faults: DemoFaults | null): Entry[] {
  if (faults === null) return [];
  return [
    faults.cablePulled
      ? does('demo cable', 'Demo: plug the network cable back in', () => setCable(faults, false))
      : does('demo cable', 'Demo: pull the network cable', () => setCable(faults, true)),
    does('demo slow', 'Demo: answer 10 s slower', () =>
      setDemoFaults({ ...faults, all: { ...faults.all, slowMs: 10_000 } }, 'The demo is slow'),
    ),
    ...(hasDemoFaults(faults) ? [does('demo reset', 'Demo: take all faults away', resetDemoFaults)] : []),
    does('demo faults', 'Demo: more faults, in Settings', () => go({ screen: 'settings' })),
  ];
}

/** Each dashboard by its title, and what can be done with all of them. */
function dashboardEntries(): Entry[] {
  const items = useDashboards.getState().items ?? [];
  return [
    ...items.map(({ id, title }) => does(`dashboard ${id}`, `${title} · Dashboard`, () => go({ screen: 'dashboard', id }))),
    ...(items.length === 0 ? [] : [does('wallboard', 'Wallboard of all dashboards', () => startWall(items.map(({ id }) => id)))]),
    does('cache', 'Cache of the dashboards', () => go({ screen: 'cache' })),
  ];
}

/** Each alert by its name, and a new one. */
function alertEntries(): Entry[] {
  const items = useAlerts.getState().items ?? [];
  return [
    ...items.map(({ alert: { id, name } }) => does(`alert ${id}`, `${name} · Alert`, () => go({ screen: 'alerts', id }))),
    does('add alert', 'Add an alert', () => go({ screen: 'alert', id: null })),
  ];
}

/** Everything that concerns the app as a whole and makes sense now. */
export function appEntries(): Entry[] {
  const app = useFreshet.getState().app;
  return [
    ...nav.map((entry) => does(`go ${entry.name}`, entry.name, () => go(entry.route), `g ${entry.key}`)),
    ...dashboardEntries(),
    ...alertEntries(),
    does('savings', 'Savings by day and source', () => go({ screen: 'history', part: 'savings' })),
    does('add', 'Add a source', () => go({ screen: 'add-source' }), 'g n'),
    ...ways.map(({ way, name }) => does(`add ${way}`, `Add a source · ${name}`, () => go({ screen: 'add-source', way }))),
    does('due', 'Refresh what is due', () => refreshAll('due'), shortcutWords('mod R')),
    does('all', 'Refresh all', () => refreshAll('normal')),
    does('force', 'Force all, price first', showForcePrice, shortcutWords('mod shift R')),
    ...(app?.paused === true ? [does('resume', 'Resume everything', resumeAll)] : []),
    does('pause 1 h', 'Pause everything for 1 h', () => pauseAll(HOUR_S)),
    does('pause day', 'Pause everything until tomorrow', () => pauseAll(secondsUntilTomorrow())),
    does('pause', 'Pause everything until resumed', () => pauseAll(null)),
    ...windowModes.map(({ mode, name, means }) => does(`mode ${mode}`, `${name} · ${means}`, () => chooseWindowMode(mode))),
    app?.demo.on === true
      ? does('demo', 'Leave the demo and add your own source', leaveDemo)
      : does('demo', 'Bring the demo back', () => setDemo(true)),
    ...demoEntries(app?.demo.faults ?? null),
    does('back up', 'Back up now', backUpNow),
    does('comfortable', 'Density: comfortable', () => setDensity('comfortable')),
    does('compact', 'Density: compact', () => setDensity('compact')),
    does('rail', 'Collapse or expand the rail', toggleRail),
    does('help', 'Keyboard shortcuts', () => setHelp(true), '?'),
  ];
}

/** What was typed may be a word of a record rather than a name. */
export function recordSearchEntries(query: string): Entry[] {
  const text = query.trim();
  return text === '' ? [] : [does('search records', `Search in records for “${text}”`, () => go({ screen: 'search', query: text }))];
}

/** Everything that can be done with one source now. */
export function sourceEntries(id: string): Entry[] {
  const source = sourceNow(id);
  if (source === undefined) return [];
  const entry = (key: string, label: string, action: () => unknown) => does(`${key} ${id}`, `${source.name} · ${label}`, action);
  return [
    does(`open ${id}`, source.name, () => go({ screen: 'source', id, tab: 'records' })),
    source.running === null ? entry('refresh', 'Refresh', () => refresh(id)) : entry('cancel', 'Cancel the refresh', () => cancel(id)),
    entry('force', 'Force refresh', () => force(id)),
    ...(source.paused ? [entry('resume', 'Resume', () => resume(id))] : []),
    entry('pause 1 h', 'Pause for 1 h', () => pause(id, HOUR_S)),
    entry('pause day', 'Pause until tomorrow', () => pause(id, secondsUntilTomorrow())),
    entry('pause', 'Pause until resumed', () => pause(id, null)),
    entry('refreshes', 'Refreshes', () => go({ screen: 'source', id, tab: 'refreshes' })),
    entry('why', 'Why', () => go({ screen: 'source', id, tab: 'why' })),
    entry('rule', 'Rule', () => go({ screen: 'source', id, tab: 'rule' })),
    entry('quota', 'Quota', () => go({ screen: 'source', id, tab: 'quota' })),
    ...(source.enrichment === null
      ? []
      : [
          entry('details', 'Details', () => go({ screen: 'source', id, tab: 'details' })),
          source.enrichment.paused
            ? entry('resume details', 'Resume the details', () => resumeDetails(id))
            : entry('pause details', 'Pause the details', () => pauseDetails(id)),
        ]),
    entry('alert', 'Alert on this', () => go({ screen: 'alert', id: null, on: { kind: 'source', sourceId: id } })),
    entry('settings', 'Settings', () => go({ screen: 'source', id, tab: 'settings' })),
    entry('duplicate', 'Duplicate', () => duplicate(source)),
    entry('export', 'Export as a file', () => exportSource(source)),
    entry('remove', 'Remove', () => remove(id)),
  ];
}
