import type { Panel, TargetUse } from '../../src-preload/contract/index.ts';
import type { PanelLook } from '../store/panel-looks.ts';

const DAY_MS = 86_400_000;

/** The UTC day of a moment, YYYY-MM-DD. */
export const utcDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** How many days are shown and kept. */
export const TARGET_DAYS = 30;

/** The first of so many days that end today. */
export const firstDay = (days: number, nowMs: number): string => utcDay(nowMs - (days - 1) * DAY_MS);

function shareOf(days: readonly PanelLook[]): number | null {
  const lookedMs = days.reduce((sum, day) => sum + day.lookedMs, 0);
  const lateMs = days.reduce((sum, day) => sum + day.lateMs, 0);
  return lookedMs === 0 ? null : (lookedMs - lateMs) / lookedMs;
}

/** How often a panel was young enough while somebody looked. Pure. `days`: of the last 30, the oldest first. */
export function targetUse(panel: Pick<Panel, 'target'>, days: readonly PanelLook[], nowMs: number): TargetUse {
  const since = (count: number) => days.filter(({ day }) => day >= firstDay(count, nowMs));
  return {
    target: panel.target ?? null,
    today: shareOf(since(1)),
    week: shareOf(since(7)),
    month: shareOf(since(TARGET_DAYS)),
    days: since(TARGET_DAYS).map(({ day, lookedMs, lateMs }) => ({ day, lookedSeconds: lookedMs / 1000, lateSeconds: lateMs / 1000 })),
  };
}

/** Whether data that were last checked at these moments are older than a target allows. What never came is too old. */
export function isLate(target: { maxAgeSeconds: number }, checkedAts: readonly (number | null)[], nowMs: number): boolean {
  return checkedAts.some((at) => at === null || nowMs - at > target.maxAgeSeconds * 1000);
}

/** What was looked at since it was last written down, by panel and day. */
export class LookCounts {
  readonly #counts = new Map<string, PanelLook & { dashboardRow: number; panelId: string }>();

  add(dashboardRow: number, panelId: string, lookedMs: number, late: boolean, nowMs: number): void {
    const day = utcDay(nowMs);
    const key = `${dashboardRow} ${panelId} ${day}`;
    const count = this.#counts.get(key) ?? { dashboardRow, panelId, day, lookedMs: 0, lateMs: 0 };
    this.#counts.set(key, { ...count, lookedMs: count.lookedMs + lookedMs, lateMs: count.lateMs + (late ? lookedMs : 0) });
  }

  /** Gives what there is and begins anew. */
  take(): (PanelLook & { dashboardRow: number; panelId: string })[] {
    const counts = [...this.#counts.values()];
    this.#counts.clear();
    return counts;
  }

  get isEmpty(): boolean {
    return this.#counts.size === 0;
  }
}
