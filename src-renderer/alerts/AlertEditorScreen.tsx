import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { AlertStatus } from '../../src-preload/contract/index.ts';
import { Problems, useProblem } from '../add-source/form/problems.ts';
import { api } from '../bridge/connection.ts';
import { useFreshet } from '../bridge/store.ts';
import { useOpened } from '../dashboards/dashboard-store.ts';
import { useChosen } from '../dashboards/view-store.ts';
import { go, hrefOf } from '../shell/route.ts';
import type { AlertOn } from '../shell/route.ts';
import { useSaving } from '../source/use-saving.ts';
import { announce } from '../ui/announce.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Screen } from '../ui/Screen.tsx';
import { formOf, newForm, readForm } from './alert-form.ts';
import type { AlertForm } from './alert-form.ts';
import { useAlerts } from './alert-list.ts';
import { conditionWords } from './alert-words.ts';
import classes from './Alerts.module.css';
import { ConditionFields } from './ConditionFields.tsx';
import { DeliveryFields } from './DeliveryFields.tsx';
import { WatchFields } from './WatchFields.tsx';

/** What the alert would be called: 'Best margin above 4'. */
function useSuggestedName(form: AlertForm): string {
  const panels = useOpened(form.dashboardId)?.shown.panels;
  const source = useFreshet((state) => state.sources.get(form.sourceId)?.name);
  const panel = panels?.find(({ id }) => id === form.panelId);
  const title = panel === undefined || panel.title === '' ? form.panelId : panel.title;
  const subject = form.kind === 'panel' ? title : form.sourceId === '' ? 'Any source' : (source ?? form.sourceId);
  const read = readForm(form, 'Alert');
  return subject === '' || !('draft' in read) ? '' : `${subject} ${conditionWords(read.draft.condition)}`.slice(0, 200);
}

function NameField({ form, suggested, onChange }: { form: AlertForm; suggested: string; onChange: (name: string) => void }) {
  const problem = useProblem('name');
  return (
    <TextInput
      label="Name"
      placeholder={suggested === '' ? 'Best margin above 4' : suggested}
      value={form.name}
      maxLength={200}
      error={problem}
      onChange={(event) => onChange(event.currentTarget.value)}
      data-testid="field-name"
    />
  );
}

function Editor({ id, before }: { id: string | null; before: AlertForm }) {
  const [form, setForm] = useState(before);
  const { saving, problems, setProblems, save } = useSaving();
  const suggested = useSuggestedName(form);
  const change = (part: Partial<AlertForm>) => {
    setForm((known) => ({ ...known, ...part }));
    setProblems([]);
  };
  const submit = () => {
    const read = readForm(form, suggested === '' ? 'Alert' : suggested);
    if ('problems' in read) {
      setProblems(read.problems);
      announce(`Not saved: ${read.problems[0]?.message ?? ''}`);
      return;
    }
    save(async () => {
      const { draft } = read;
      const done: AlertStatus = id === null ? await api().alerts.add(draft) : await api().alerts.replace({ id, alert: draft });
      go({ screen: 'alerts', id: done.alert.id });
      announce(`Saved ${done.alert.name}`);
    });
  };
  return (
    <Problems value={problems}>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <WatchFields form={form} onChange={change} />
        <ConditionFields form={form} onChange={change} />
        <DeliveryFields form={form} onChange={change} />
        <NameField form={form} suggested={suggested} onChange={(name) => change({ name })} />
        <div className={classes['actions']}>
          <Button type="submit" loading={saving} data-testid="alert-save">
            {id === null ? 'Add' : 'Save'}
          </Button>
          <Button component="a" href={hrefOf(id === null ? { screen: 'alerts' } : { screen: 'alerts', id })} variant="default">
            Cancel
          </Button>
        </div>
      </form>
    </Problems>
  );
}

function NewAlert({ on }: { on: AlertOn | undefined }) {
  // What is chosen at the top of the dashboard is what the panel shows, and so what the alert is meant for.
  const chosen = useChosen(on?.kind === 'panel' ? on.dashboardId : '');
  return (
    <Screen title="Add an alert">
      <Editor id={null} before={newForm(on, chosen)} />
    </Screen>
  );
}

/** The editor of an alert; of a new one where `id` is null, on what `on` names. */
export function AlertEditorScreen({ id, on }: { id: string | null; on: AlertOn | undefined }) {
  const items = useAlerts((state) => state.items);
  const alert = items?.find((status) => status.alert.id === id)?.alert;
  if (id === null) return <NewAlert on={on} />;
  if (items === null) return <Loading words="Loading the alert" />;
  if (alert === undefined) {
    return (
      <Screen title="Alert">
        <EmptyState
          title="There is no such alert"
          text="It may have been removed."
          action={<a href={hrefOf({ screen: 'alerts' })}>All alerts</a>}
        />
      </Screen>
    );
  }
  return (
    <Screen title={alert.name}>
      <Editor id={id} before={formOf(alert)} />
    </Screen>
  );
}
