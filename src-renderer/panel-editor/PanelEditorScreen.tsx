import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { panelSchema } from '../../src-preload/contract/index.ts';
import type { Dashboard, Panel } from '../../src-preload/contract/index.ts';
import { useFreshet } from '../bridge/store.ts';
import { ConflictNote } from '../dashboards/ConflictNote.tsx';
import { changeWithUndo, openDashboard, useOpened, useOpenError } from '../dashboards/dashboard-store.ts';
import { ParameterControls } from '../dashboards/ParameterControls.tsx';
import { RangeControl } from '../dashboards/RangeControl.tsx';
import { chooseParameter, chooseRange, useAsked } from '../dashboards/view-store.ts';
import { PanelFrame } from '../panel/PanelFrame.tsx';
import { go } from '../shell/route.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { countWords, numberWords } from '../ui/format.ts';
import { Loading } from '../ui/Loading.tsx';
import { keepDraft, keptDraft, newForm, newPanel, withPanel } from './draft.ts';
import classes from './PanelEditor.module.css';
import { QueryFields } from './QueryFields.tsx';
import { ShowFields } from './ShowFields.tsx';
import { TargetFields } from './TargetFields.tsx';
import { usePanelPreview } from './use-panel-preview.ts';
import type { Preview } from './use-panel-preview.ts';
import { withOr } from './with-or.ts';

function previewWords({ entry }: Preview): string {
  const result = entry.data?.result;
  if (entry.asking) return 'Asking…';
  if (result === undefined) return '';
  const rows = `${countWords(result.rows.length, 'row')}${result.truncated ? ', more are left out' : ''}`;
  return result.failure === null ? `${rows} in ${numberWords(Math.max(1, Math.round(result.tookMs)))} ms` : 'It failed';
}

function Editor({ dashboard, before, panelId }: { dashboard: Dashboard; before: Panel; panelId: string | null }) {
  const [panel, setPanel] = useState<Panel>(() => keptDraft(dashboard.id, panelId) ?? before);
  const [round, setRound] = useState(0);
  const [saving, setSaving] = useState(false);
  const asked = useAsked(dashboard);
  const preview = usePanelPreview(panel.query, asked, round);
  const firstSource = useFreshet((state) => state.order[0]);
  const result = preview.entry.data?.result;
  const names = useMemo(() => result?.columns.map(({ name }) => name) ?? [], [result?.columns]);
  const parameters = useMemo(() => ['from', 'to', ...dashboard.parameters.map(({ name }) => name)], [dashboard.parameters]);
  const checked = panelSchema.safeParse(panel);
  const change = (next: Panel) => {
    setPanel(next);
    keepDraft(dashboard.id, panelId, next);
  };
  const leave = () => {
    keepDraft(dashboard.id, panelId, null);
    go({ screen: 'dashboard', id: dashboard.id });
  };
  const save = async () => {
    if (!checked.success || saving) return;
    setSaving(true);
    const words = panelId === null ? 'Added the panel' : 'Changed the panel';
    const done = await changeWithUndo(dashboard.id, words, (known) => withPanel(known, checked.data, panelId === null));
    setSaving(false);
    if (done) leave();
  };
  const shown: Panel = { ...panel, title: panel.title === '' ? 'Preview' : panel.title };
  const canDo = panel.show.kind === 'text' && panel.query === undefined;
  const standardQuery = firstSource === undefined ? ({ kind: 'sql', sql: 'select * from sources' } as const) : newForm(firstSource);
  return (
    <section className={classes['screen']} aria-label="Panel editor" data-testid="panel-editor">
      <header className={classes['head']}>
        <h1>{panelId === null ? `New panel of ${dashboard.title}` : `Panel of ${dashboard.title}`}</h1>
        <div className={classes['actions']}>
          <RangeControl range={asked.range} onChange={(range) => chooseRange(dashboard.id, range)} />
          <ParameterControls
            dashboard={dashboard}
            values={asked.parameters}
            onChange={(name, value) => chooseParameter(dashboard.id, name, value)}
          />
          <Button variant="default" onClick={leave} data-testid="panel-cancel">
            Cancel
          </Button>
          <Button onClick={() => void save()} disabled={!checked.success} loading={saving} data-testid="panel-save">
            {panelId === null ? 'Add' : 'Save'}
          </Button>
        </div>
      </header>
      <ConflictNote id={dashboard.id} />
      <div className={classes['columns']}>
        <div className={classes['side']}>
          <fieldset className={classes['card']}>
            <legend>What</legend>
            {canDo ? null : (
              <QueryFields
                query={panel.query ?? standardQuery}
                sql={preview.sql}
                failure={result?.failure ?? null}
                parameters={parameters}
                columns={names}
                onChange={(query) => change({ ...panel, query })}
                onRun={() => setRound(round + 1)}
              />
            )}
            {panel.show.kind === 'text' && (
              <Checkbox
                label="With values of a query"
                checked={panel.query !== undefined}
                onChange={(event) => change(withOr(panel, 'query', event.currentTarget.checked ? standardQuery : undefined))}
              />
            )}
          </fieldset>
          <fieldset className={classes['card']}>
            <legend>How</legend>
            <ShowFields
              show={panel.show}
              names={names}
              onChange={(show) =>
                change({ ...panel, show, ...(show.kind !== 'text' && panel.query === undefined ? { query: standardQuery } : {}) })
              }
            />
          </fieldset>
          <fieldset className={classes['card']}>
            <legend>How fresh</legend>
            <TargetFields
              dashboardId={dashboard.id}
              panelId={panelId}
              target={panel.target}
              onChange={(target) => change(withOr(panel, 'target', target))}
            />
          </fieldset>
        </div>
        <div className={classes['previewSide']}>
          <TextInput
            label="Title"
            value={panel.title}
            maxLength={200}
            onChange={(event) => change({ ...panel, title: event.currentTarget.value })}
            data-testid="panel-title"
          />
          <div className={classes['preview']} data-testid="preview">
            <PanelFrame panel={shown} entry={preview.entry} />
          </div>
          <p className={classes['facts']} role="status" data-testid="preview-facts">
            {panel.query === undefined ? '' : previewWords(preview)}
          </p>
          <Textarea
            label="What it means"
            description="Shown when the title is pointed at."
            autosize
            minRows={2}
            maxLength={2000}
            value={panel.about}
            onChange={(event) => change({ ...panel, about: event.currentTarget.value })}
          />
        </div>
      </div>
    </section>
  );
}

/** The editor of a panel that is there, or of a new one. */
export default function PanelEditorScreen({ dashboardId, panelId }: { dashboardId: string; panelId: string | null }) {
  const opened = useOpened(dashboardId);
  const error = useOpenError(dashboardId);
  const open = useFreshet((state) => state.link === 'open');
  const firstSource = useFreshet((state) => state.order[0]);
  useEffect(() => {
    if (open) void openDashboard(dashboardId);
  }, [dashboardId, open]);
  if (opened === undefined) {
    return error === undefined ? (
      <Loading words="Opening the panel" />
    ) : (
      <ErrorState error={error} onRetry={() => void openDashboard(dashboardId)} />
    );
  }
  const known = opened.shown.panels.find(({ id }) => id === panelId);
  if (panelId !== null && known === undefined) {
    return (
      <EmptyState
        title="There is no such panel"
        text="It may have been removed. Undo on the dashboard brings it back."
        action={<a href={`#/dashboards/${dashboardId}`}>Open the dashboard</a>}
      />
    );
  }
  return (
    <Editor
      key={`${dashboardId}/${panelId ?? ''}`}
      dashboard={opened.shown}
      before={known ?? newPanel(opened.shown, firstSource)}
      panelId={panelId}
    />
  );
}
