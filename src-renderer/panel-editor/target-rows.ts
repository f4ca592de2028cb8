import type { TargetUse } from '../../src-preload/contract/index.ts';
import type { PanelRows } from '../panel/data/cells.ts';

/** The share of the time looked at in which a panel was young enough, day by day; days in which nobody looked are left out. */
export function targetRows({ days }: Pick<TargetUse, 'days'>): PanelRows {
  return {
    columns: [
      { name: 'day', type: 'time' },
      { name: 'within the target', type: 'number' },
    ],
    rows: days
      .filter(({ lookedSeconds }) => lookedSeconds > 0)
      .map(({ day, lookedSeconds, lateSeconds }) => [`${day}T00:00:00`, Math.max(0, 1 - lateSeconds / lookedSeconds)]),
  };
}
