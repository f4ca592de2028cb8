import { Input } from '@mantine/core';
import { useEffect } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Dashboard, ParameterValue } from '../../src-preload/contract/index.ts';
import { ChoiceField } from '../add-source/form/ChoiceField.tsx';
import { useFreshet } from '../bridge/store.ts';
import { useDashboards } from '../dashboards/dashboard-list.ts';
import { openDashboard, useOpened, useOpenError } from '../dashboards/dashboard-store.ts';
import { ParameterControls } from '../dashboards/ParameterControls.tsx';
import { explain } from '../bridge/explain.ts';
import { usePanelResult } from '../panel/results.ts';
import { OF_AGE } from './alert-form.ts';
import type { AlertForm } from './alert-form.ts';
import classes from './Alerts.module.css';

type Panel = Dashboard['panels'][number];

export interface PartProps {
  form: AlertForm;
  onChange: (part: Partial<AlertForm>) => void;
}

const KINDS = [
  ['panel', 'A panel of a dashboard'],
  ['source', 'A source, or all of them'],
] as const;

const TAKES = [
  ['first', 'The first row'],
  ['last', 'The last row'],
  ['any', 'Any row'],
  ['every', 'Every row'],
  ['sum', 'The sum of all rows'],
  ['average', 'The average of all rows'],
  ['least', 'The least of all rows'],
  ['greatest', 'The greatest of all rows'],
  ['rows', 'How many rows there are'],
] as const;

/** The column and what is taken of it; the names come with what the panel shows now. */
function ColumnFields({ dashboard, panel, form, onChange }: PartProps & { dashboard: Dashboard; panel: Panel }) {
  const asked = { range: dashboard.range, parameters: form.parameters };
  const [entry] = usePanelResult(dashboard.id, panel, asked, true);
  const names = entry.data?.result.columns.map(({ name }) => name) ?? [];
  const known = form.column === '' || names.includes(form.column) ? names : [...names, form.column];
  const columns = [['', 'The first that holds numbers'], ...known.map((name) => [name, name] as const)] as const;
  return (
    <div className={classes['line']}>
      <ChoiceField path="subject.column" label="Column" value={form.column} choices={columns} onChange={(column) => onChange({ column })} />
      <ChoiceField path="subject.take" label="Of the rows" value={form.take} choices={TAKES} onChange={(take) => onChange({ take })} />
    </div>
  );
}

function PanelFields({ form, onChange }: PartProps) {
  const items = useDashboards((state) => state.items) ?? [];
  const opened = useOpened(form.dashboardId);
  const error = useOpenError(form.dashboardId);
  useEffect(() => {
    if (form.dashboardId !== '') void openDashboard(form.dashboardId);
  }, [form.dashboardId]);
  const dashboard = opened?.shown;
  const panels = (dashboard?.panels ?? []).filter(({ query }) => query !== undefined);
  const panel = panels.find(({ id }) => id === form.panelId);
  const dashboards = [['', 'Choose a dashboard'], ...items.map(({ id, title }) => [id, title] as const)] as const;
  const choices = [['', 'Choose a panel'], ...panels.map(({ id, title }) => [id, title === '' ? id : title] as const)] as const;
  const setParameter = (name: string, value: ParameterValue) => onChange({ parameters: { ...form.parameters, [name]: value } });
  return (
    <>
      <div className={classes['line']}>
        <ChoiceField
          path="subject.dashboardId"
          label="Dashboard"
          value={form.dashboardId}
          choices={dashboards}
          onChange={(dashboardId) => onChange({ dashboardId, panelId: '', column: '', parameters: {} })}
        />
        <ChoiceField
          path="subject.panelId"
          label="Panel"
          value={form.panelId}
          choices={choices}
          disabled={dashboard === undefined}
          onChange={(panelId) => onChange({ panelId, column: '' })}
        />
      </div>
      {error !== undefined && <p className={classes['hint']}>{explain(error).message}</p>}
      {dashboard !== undefined && dashboard.parameters.length > 0 && (
        <Input.Wrapper label="Read with" labelElement="div">
          <div className={classes['line']}>
            <ParameterControls
              key={dashboard.id}
              dashboard={dashboard}
              values={{ ...Object.fromEntries(dashboard.parameters.map(({ name, standard }) => [name, standard])), ...form.parameters }}
              onChange={setParameter}
            />
          </div>
        </Input.Wrapper>
      )}
      {dashboard !== undefined && panel !== undefined && !OF_AGE.has(form.is) && (
        <ColumnFields dashboard={dashboard} panel={panel} form={form} onChange={onChange} />
      )}
      <p className={classes['hint']}>
        The panel is read in the time range that its dashboard opens with, after each refresh of what it shows.
      </p>
    </>
  );
}

function SourceField({ form, onChange }: PartProps) {
  const sources = useFreshet(useShallow((state) => state.order.map((id) => `${id}\n${state.sources.get(id)?.name ?? id}`)));
  const named = sources.map((each) => {
    const [id = '', name = ''] = each.split('\n');
    return [id, name] as const;
  });
  const known =
    form.sourceId === '' || named.some(([id]) => id === form.sourceId) ? named : [...named, [form.sourceId, form.sourceId] as const];
  return (
    <ChoiceField
      path="subject.sourceId"
      label="Source"
      value={form.sourceId}
      choices={[['', 'Every source, each for itself'], ...known]}
      onChange={(sourceId) => onChange({ sourceId })}
    />
  );
}

/** What an alert watches. */
export function WatchFields({ form, onChange }: PartProps) {
  return (
    <fieldset className={classes['card']}>
      <legend>What it watches</legend>
      <ChoiceField
        path="subject.kind"
        label="Watch"
        value={form.kind}
        choices={KINDS}
        onChange={(kind) => onChange({ kind, ...(kind === 'source' && !OF_AGE.has(form.is) ? { is: 'in-state' } : {}) })}
      />
      {form.kind === 'panel' ? <PanelFields form={form} onChange={onChange} /> : <SourceField form={form} onChange={onChange} />}
    </fieldset>
  );
}
