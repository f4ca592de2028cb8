import { Checkbox, NumberInput } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { freshnessTargetSchema, panelShowSchema } from '../../src-preload/contract/index.ts';
import type { FreshnessTarget, PanelShow } from '../../src-preload/contract/index.ts';
import { DurationField } from '../add-source/form/DurationField.tsx';
import { api } from '../bridge/connection.ts';
import { ChartShow } from '../panel/shows/ChartShow.tsx';
import { percentWords } from '../ui/format.ts';
import { useLoaded } from '../ui/use-loaded.ts';
import classes from './PanelEditor.module.css';
import { targetRows } from './target-rows.ts';

type BarShow = Extract<PanelShow, { kind: 'line' | 'area' | 'bar' }>;

function shareWords(share: number | null): string {
  return share === null ? 'nobody looked' : percentWords(share);
}

/** How often the target that is saved was met. */
function TargetChart({ dashboardId, panelId, target }: { dashboardId: string; panelId: string; target: FreshnessTarget }) {
  const load = useCallback(() => api().panels.target({ id: dashboardId, panelId }), [dashboardId, panelId]);
  const [loaded] = useLoaded(load);
  const use = loaded.state === 'ready' ? loaded.data : null;
  const rows = useMemo(() => (use === null ? null : targetRows(use)), [use]);
  const show = useMemo(
    () => panelShowSchema.parse({ kind: 'area', unit: { kind: 'percent' }, thresholds: [{ from: target.share, tone: 'good' }] }) as BarShow,
    [target.share],
  );
  if (use === null || rows === null || use.target === null) return null;
  return (
    <div className={classes['target']} data-testid="target-use">
      <p>
        Within the target of the time that somebody looked: today {shareWords(use.today)}, in 7 days {shareWords(use.week)}, in 30 days{' '}
        {shareWords(use.month)}.
      </p>
      {rows.rows.length > 1 && (
        <div className={classes['targetChart']}>
          <ChartShow show={show} data={rows} title="time within the freshness target" changed={new Set()} />
        </div>
      )}
    </div>
  );
}

interface TargetFieldsProps {
  dashboardId: string;
  /** null: the panel is not saved yet, so nothing was measured. */
  panelId: string | null;
  target: FreshnessTarget | undefined;
  onChange: (target: FreshnessTarget | undefined) => void;
}

/** How old a panel may be while somebody looks, and how often it was. */
export function TargetFields({ dashboardId, panelId, target, onChange }: TargetFieldsProps) {
  return (
    <div className={classes['fieldset']}>
      <Checkbox
        label="Measure how old it is while somebody looks"
        checked={target !== undefined}
        onChange={(event) => onChange(event.currentTarget.checked ? freshnessTargetSchema.parse({ maxAgeSeconds: 600 }) : undefined)}
        data-testid="target"
      />
      {target !== undefined && (
        <>
          <div className={classes['fields']}>
            <DurationField
              path="target"
              label="At most this old"
              seconds={target.maxAgeSeconds}
              onChange={(seconds) => seconds !== '' && seconds >= 1 && onChange({ ...target, maxAgeSeconds: Math.round(seconds) })}
            />
            <NumberInput
              label="Of the time looked at"
              suffix=" %"
              min={50}
              max={100}
              value={Math.round(target.share * 100)}
              onChange={(percent) => percent !== '' && onChange({ ...target, share: Math.max(0.5, Math.min(1, Number(percent) / 100)) })}
            />
          </div>
          {panelId !== null && <TargetChart dashboardId={dashboardId} panelId={panelId} target={target} />}
        </>
      )}
    </div>
  );
}
